import { kindOf } from '../../core/failures/catalogue';
import { explain } from '../../core/failures/explain';
import type { Keeper } from '../../core/keeper/keeper';
import type { Adapters } from '../../platform/adapters';
import type { BatchPorts } from './batch';
import { testConnection } from './test-connection';

/** What "Refresh all" and "Test all" do with each connection. */
export function batchJobs(keeper: Keeper, adapters: Pick<Adapters, 'probe'>): BatchPorts['jobs'] {
  return {
    refresh: async (id) => {
      const refreshed = await keeper.refresh(id);
      if (refreshed.ok) return { kind: 'good' };
      if (kindOf(refreshed.failure.code) === 'transient') return { kind: 'waits' };
      return { kind: 'needs-you', what: explain(refreshed.failure, keeper.find(id)).what };
    },
    test: async (id) => {
      const reply = await testConnection(keeper, adapters, id);
      const code = reply.ok ? null : (reply.details?.code ?? null);
      if (code !== null && kindOf(code) === 'transient') return { kind: 'waits' };
      if (!reply.ok) return { kind: 'needs-you', what: reply.what };
      const { ok, headline } = reply.value.check;
      return ok ? { kind: 'good' } : { kind: 'needs-you', what: headline };
    },
  };
}
