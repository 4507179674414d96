import type { Connection } from '../../core/model/connection';
import { MINUTE } from '../../core/model/time';
import { viewHistory } from '../../core/wording/history-words';
import type { ConnectionFacts } from '../answers';
import type { AgentHandlers } from '../requests';
import type { Outcomes } from './outcomes';
import type { HandlerPorts } from './ports';
import { clockWarning, inWords } from './refusals';

/** Characters of JSON that fit in one message with room to spare, whatever they are. */
const PAGE = 300_000;
/** A token for "Test connection" works at least this long. */
const FRESH_FOR = 5 * MINUTE;

/** What shows how connections are, and sees to them. */
export function stateHandlers(
  ports: HandlerPorts,
  { facts, within, after, refuse }: Outcomes,
): Pick<AgentHandlers, 'list' | 'refresh' | 'test' | 'history'> {
  const { keeper } = ports;
  return {
    list: async ({ wanted, from }) => {
      const trouble = keeper.appTrouble();
      const words = trouble && inWords(trouble, null, 'request');
      if (wanted !== '') {
        const outcome = await within(wanted, async (connection) => ({
          ok: true as const,
          connections: [facts(connection)],
          next: null,
          trouble: words,
          clock: clockWarning(keeper),
        }));
        return { kind: 'list', outcome };
      }
      const page = pageOf(keeper.connections(), from, facts);
      return { kind: 'list', outcome: { ok: true, ...page, trouble: words, clock: clockWarning(keeper) } };
    },

    refresh: async ({ wanted }) => ({
      kind: 'refresh',
      outcome: await within(wanted, async (connection) => {
        const refreshed = await keeper.refresh(connection.id);
        return refreshed.ok ? after(connection) : refuse(refreshed.failure, connection);
      }),
    }),

    test: async ({ wanted }, { signal }) => ({
      kind: 'test',
      outcome: await within(wanted, async (asked) => {
        const token = await keeper.accessToken(asked.id, FRESH_FOR);
        if (!token.ok) return refuse(token.failure, asked);
        const connection = keeper.find(asked.id) ?? asked;
        const username = connection.token?.account.username ?? '';
        const { accessToken } = token.value;
        const {
          ok: passed,
          headline,
          advice,
          facts: found,
        } = await ports.probe({
          ...{ connection, accessToken, username, signal },
        });
        return { ...after(connection), passed, headline, advice, facts: [...found] };
      }),
    }),

    history: async ({ wanted }) => ({
      kind: 'history',
      outcome: await within(wanted, async (connection) => {
        const entries = viewHistory(await keeper.history(connection.id), connection);
        return { ...after(connection), entries: entries.map(({ topic: _, ...entry }) => entry) };
      }),
    }),
  };
}

/** The connections from the `from`th on that one message holds, at least one, and where the rest begins. */
function pageOf(all: readonly Connection[], from: number, facts: (connection: Connection) => ConnectionFacts) {
  const connections: ConnectionFacts[] = [];
  let size = 0;
  for (const connection of all.slice(from)) {
    const told = facts(connection);
    size += JSON.stringify(told).length;
    if (size > PAGE && connections.length > 0) break;
    connections.push(told);
  }
  const next = from + connections.length;
  return { connections, next: next < all.length ? next : null };
}
