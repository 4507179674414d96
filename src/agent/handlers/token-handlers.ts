import { apiOf } from '../../core/model/resource';
import type { AgentHandlers } from '../requests';
import type { Outcomes } from './outcomes';
import type { HandlerPorts } from './ports';
import { misused, refused } from './refusals';

/** What hands tokens out, and knows what was handed out. */
export function tokenHandlers(
  ports: HandlerPorts,
  { within, after, filed, refuse }: Outcomes,
): Pick<AgentHandlers, 'access-token' | 'export' | 'withdraw-export' | 'exported' | 'mark-replaced'> {
  const { keeper } = ports;
  return {
    'access-token': async ({ wanted, validFor, resource, processId }, { signal }) => ({
      kind: 'access-token',
      outcome: await within(wanted, async (connection) => {
        const { id } = connection;
        const permission = await ports.mayHave({ what: 'access-token', connection, processId }, signal);
        if (!permission.granted) return refused(permission.words);
        const token = await keeper.accessToken(id, validFor, resource ?? undefined);
        if (!token.ok) return refuse(token.failure, connection);
        keeper.noteAccessTokenCopied(id, permission.to);
        const { accessToken, expiresAt } = token.value;
        const of = resource ?? connection.resource;
        const audience = apiOf(connection, of);
        return { ...after(connection), accessToken, expiresAt, resource: of, audience };
      }),
    }),

    export: async ({ wanted, to, path, label, processId }, { signal }) => ({
      kind: 'export',
      outcome: await within(wanted, async (connection) => {
        const permission = await ports.mayHave({ what: 'refresh-token', connection, processId }, signal);
        if (!permission.granted) return refused(permission.words);
        const place = to === 'program' ? permission.to : path;
        const note = { ...(place === undefined ? {} : { place }), ...(label === undefined ? {} : { label }) };
        const exported = await keeper.exportRefreshToken(connection.id, to, note);
        if (!exported.ok) return refuse(exported.failure, connection);
        const { refreshToken, exportId, expiresAt } = exported.value;
        return { ...after(connection), refreshToken, exportId, expiresAt };
      }),
    }),

    'withdraw-export': async ({ wanted, exportId }) => ({
      kind: 'withdraw-export',
      outcome: await within(wanted, async (connection) => {
        const withdrawn = await keeper.withdrawExport(connection.id, exportId);
        return withdrawn.ok ? after(connection) : refuse(withdrawn.failure, connection);
      }),
    }),

    exported: async ({ wanted }) => ({
      kind: 'exported',
      outcome: await within(wanted, async (connection) => {
        const exportedTokens = keeper
          .exportedTokens(connection.id)
          .map(({ mark: _, renews = false, ...exported }) => ({ ...exported, renews }));
        return { ...after(connection), exportedTokens };
      }),
    }),

    'mark-replaced': async ({ wanted, exportId }) => ({
      kind: 'mark-replaced',
      outcome: await within(wanted, async (connection) => {
        const found = keeper.exportedTokens(connection.id).filter(({ id }) => id.startsWith(exportId));
        const [exported, ...others] = found;
        if (!exported || others.length > 0)
          return misused(
            `${exported ? 'Several exported tokens begin' : 'No exported token begins'} with "${exportId}".`,
          );
        const marked = await keeper.markExportReplaced(connection.id, exported.id);
        return marked.ok ? filed(connection) : refuse(marked.failure, connection);
      }),
    }),
  };
}
