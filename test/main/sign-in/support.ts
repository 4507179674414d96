import type { SignInTicket } from '../../../src/core/keeper/sign-in';
import type { Connection } from '../../../src/core/model/connection';
import type { Exchange } from '../../../src/core/model/exchange';
import type { SignInHint, SignInJob } from '../../../src/platform/sign-in/flow';
import { aConnection } from '../support';

export const refused: Exchange = { ok: false, raw: { kind: 'known', failure: { code: 'oauth/access_denied' } } };

export function aTicket(connection: Connection = aConnection(), seen: string[] = []): SignInTicket {
  return {
    connection,
    credential: { kind: 'secret', clientSecret: 'secret' },
    loginHint: null,
    complete: async (exchange) => {
      seen.push(exchange.ok ? 'completed' : `completed with ${exchange.raw.kind}`);
      return { ok: true, value: connection };
    },
    cancel: () => seen.push('cancelled'),
  };
}

/** A job for a flow, with what it was told. */
export function aJob(change: Partial<SignInJob> = {}) {
  const cancelled = new AbortController();
  const hints: SignInHint[] = [];
  const job: SignInJob = {
    ticket: aTicket(),
    consent: false,
    practiceOrigin: null,
    opensBrowser: true,
    signal: cancelled.signal,
    tell: (hint) => hints.push(hint),
    ...change,
  };
  return { job, hints, cancel: () => cancelled.abort() };
}
