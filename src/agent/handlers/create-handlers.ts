import * as v from 'valibot';
import type { ApiCheck } from '../../core/api-check/api-check';
import type { Keeper } from '../../core/keeper/keeper';
import { type Connection, connectionSettingsSchema, type SignInMethod } from '../../core/model/connection';
import { kindOf } from '../../core/model/credential';
import type { Failure, Result } from '../../core/model/failure';
import { apiOf } from '../../core/model/resource';
import { MINUTE } from '../../core/model/time';
import { historyInWords } from '../../core/wording/history-words';
import type { AgentHandlers, Asker, ConnectionFacts, Refused } from '../requests';
import { chooseConnection } from './choose-connection';
import { factsOf } from './facts';
import { importInto } from './import-token';
import { secretsHeld } from './move-question';
import { addPracticeConnection, type PracticeRegistration } from './practice';
import { clockWarning, failed, inWords, misused, refused } from './refusals';

/** What a program would have, and of which connection. */
export interface TokenRequest {
  readonly what: 'access-token' | 'refresh-token';
  readonly connection: Connection;
  /** The process that asks, as it says itself. */
  readonly processId: number;
}

/** Whether a program may have a token: the name to remember it by, or why not. */
export type Permission =
  | { readonly granted: true; readonly to: string }
  | { readonly granted: false; readonly words: string };

/** How somebody signs in: by the connection's own method unless another is asked for. */
export interface HowToSignIn {
  readonly method?: SignInMethod;
  readonly consent: boolean;
  /** Whether the system's browser may be opened; else its address is told. */
  readonly opensBrowser: boolean;
}

export interface HandlerPorts {
  readonly keeper: Keeper;
  readonly appVersion: string;
  readonly practises: () => boolean;
  /** Whether this process ends with what it was asked: what can't be written then is lost. */
  readonly endsSoon: boolean;
  /** Calls the API that the access token is for. Never rejects. */
  readonly probe: (request: {
    readonly connection: Connection;
    readonly accessToken: string;
    readonly username: string;
    readonly signal: AbortSignal;
  }) => Promise<ApiCheck>;
  /** Signs in, and tells the asker what the person has to see. Giving up is no failure. */
  readonly signIn: (id: string, how: HowToSignIn, asker: Asker) => Promise<Result<{ signedIn: boolean }>>;
  /** What the practice cloud has ready, started if need be; `null` when it can't be. */
  readonly startPractice: () => Promise<PracticeRegistration | null>;
  /** Forgets what the practice cloud knew: its last connection is gone. */
  readonly leavePractice: () => Promise<void>;
  /** Nobody is asked any longer than the asker waits: whoever has gone may have nothing. */
  readonly mayHave: (request: TokenRequest, signal: AbortSignal) => Promise<Permission>;
}

/** Characters of JSON that fit in one message with room to spare, whatever they are. */
const PAGE = 300_000;
/** A token for "Test connection" works at least this long. */
const FRESH_FOR = 5 * MINUTE;

const NO_PRACTICE = refused(
  "Couldn't start the practice cloud. Another app or the firewall may keep it from listening on 127.0.0.1.",
);

/** What a keeper does for those who ask it, over the socket or in its own process. */
export function createHandlers(ports: HandlerPorts): AgentHandlers {
  const { keeper, appVersion } = ports;
  const since = Date.now();
  const facts = (connection: Connection): ConnectionFacts => factsOf(keeper, connection);

  /** Does something with the one connection that is meant. */
  async function within<T>(
    wanted: string,
    job: (connection: Connection) => Promise<T | Refused>,
  ): Promise<T | Refused> {
    const chosen = chooseConnection(keeper, wanted);
    return chosen.ok ? job(chosen.connection) : chosen;
  }
  const after = (connection: Connection) =>
    ({ ok: true, connection: facts(keeper.find(connection.id) ?? connection) }) as const;
  /** What only the file remembers. */
  const filed = (connection: Connection) => {
    const trouble = ports.endsSoon ? keeper.appTrouble() : null;
    return trouble?.code === 'file/unwritable' ? failed(trouble, null) : after(connection);
  };
  const refuse = (failure: Failure, { id }: Connection) => failed(failure, keeper.find(id));

  return {
    who: async () => ({ kind: 'who', processId: process.pid, since, appVersion }),

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
        const entries = await keeper.history(connection.id);
        return {
          ...after(connection),
          entries: entries.map((entry) => {
            const { kind, at, last, count, code } = entry;
            return { kind, at, last, count, code, words: historyInWords(entry, connection) };
          }),
        };
      }),
    }),

    add: async ({ settings, credential, facts: known }) => {
      if (settings.cloud === 'practice' && !(await ports.startPractice())) return { kind: 'add', outcome: NO_PRACTICE };
      const added = await keeper.add(settings, credential, known);
      return { kind: 'add', outcome: added.ok ? filed(added.value) : failed(added.failure, null) };
    },

    settings: async ({ wanted }) => ({
      kind: 'settings',
      outcome: await within(wanted, async (connection) => ({
        ok: true as const,
        id: connection.id,
        settings: v.parse(connectionSettingsSchema, connection),
        holds: secretsHeld(connection),
      })),
    }),

    edit: async ({ wanted, change, credential }) => ({
      kind: 'edit',
      outcome: await within(wanted, async (connection) => {
        const { id } = connection;
        const isChanged = Object.keys(change).length > 0;
        if (isChanged) {
          const changed = await keeper.change(id, change);
          if (!changed.ok) return refuse(changed.failure, connection);
        }
        if (credential) {
          const replaced = await keeper.replaceCredential(id, credential.credential, credential.facts);
          if (!replaced.ok) {
            const refusal = failed(replaced.failure, { ...connection, application: kindOf(credential.credential) });
            return isChanged
              ? { ...refusal, words: `The settings are changed, but not this: ${refusal.words}` }
              : refusal;
          }
        }
        return filed(connection);
      }),
    }),

    remove: async ({ wanted }) => ({
      kind: 'remove',
      outcome: await within(wanted, async (connection) => {
        const before = after(connection);
        const removed = await keeper.remove(connection.id);
        if (!keeper.connections().some(({ cloud }) => cloud === 'practice')) await ports.leavePractice();
        return removed.ok ? before : refuse(removed.failure, connection);
      }),
    }),

    'sign-in': async ({ wanted, method, consent, opensBrowser }, asker) => ({
      kind: 'sign-in',
      outcome: await within(wanted, async (connection) => {
        const how = { consent, opensBrowser, ...(method === null ? {} : { method }) };
        const ended = await ports.signIn(connection.id, how, asker);
        if (!ended.ok) return failed(ended.failure, keeper.find(connection.id), 'refresh');
        return ended.value.signedIn ? after(connection) : refused('The sign-in was canceled.');
      }),
    }),

    'import-token': async ({ wanted, refreshToken }) => ({
      kind: 'import-token',
      outcome: await importInto(keeper, wanted, refreshToken, ports.practises()),
    }),

    export: async ({ wanted, to, processId }, { signal }) => ({
      kind: 'export',
      outcome: await within(wanted, async (connection) => {
        const permission = await ports.mayHave({ what: 'refresh-token', connection, processId }, signal);
        if (!permission.granted) return refused(permission.words);
        const exported = await keeper.exportRefreshToken(connection.id, to, permission.to);
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
          .map(({ id, to, takenAt, expiresAt, state, superseded }) => ({
            id,
            to,
            takenAt,
            expiresAt,
            state,
            superseded,
          }));
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

    practice: async () => {
      const registration = await ports.startPractice();
      if (registration === null) return { kind: 'practice', outcome: NO_PRACTICE };
      const added = await addPracticeConnection(keeper, registration);
      return { kind: 'practice', outcome: added.ok ? filed(added.value) : failed(added.failure, null) };
    },
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
