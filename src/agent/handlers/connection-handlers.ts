import * as v from 'valibot';
import { connectionSettingsSchema } from '../../core/model/connection';
import { kindOf } from '../../core/model/credential';
import type { AgentHandlers } from '../requests';
import { importInto } from './import-token';
import { secretsHeld } from './move-question';
import type { Outcomes } from './outcomes';
import type { HandlerPorts } from './ports';
import { addPracticeConnection } from './practice';
import { failed, refused } from './refusals';

const NO_PRACTICE = refused(
  "Couldn't start the practice cloud. Another app or the firewall may keep it from listening on 127.0.0.1.",
);

/** What adds and changes connections, and signs in. */
export function connectionHandlers(
  ports: HandlerPorts,
  { within, after, filed, refuse }: Outcomes,
): Pick<AgentHandlers, 'add' | 'settings' | 'edit' | 'remove' | 'sign-in' | 'import-token' | 'practice'> {
  const { keeper } = ports;
  return {
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

    practice: async () => {
      const registration = await ports.startPractice();
      if (registration === null) return { kind: 'practice', outcome: NO_PRACTICE };
      const added = await addPracticeConnection(keeper, registration);
      return { kind: 'practice', outcome: added.ok ? filed(added.value) : failed(added.failure, null) };
    },
  };
}
