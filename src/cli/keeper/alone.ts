import { isHeldByAnother } from '../../agent/handlers/import-token';
import type { Permission, TokenRequest } from '../../agent/handlers/ports';
import { clockWarning } from '../../agent/handlers/refusals';
import type { AnswerOf, Asker, Asking, RequestKind } from '../../agent/requests';
import { type Agent, dispatch, serveAgent } from '../../agent/server';
import { SECOND } from '../../core/model/time';
import { createOwnKeeper, type Place } from './own-keeper';
import { permissionFor } from './permission';
import { requireSecretStore } from './require-secret-store';

/** Whoever has the folder and answers nobody is not waited for long: nothing is lost by saying so. */
const PATIENCE = 3 * SECOND;

/** This process as the keeper of a data folder. */
export interface AloneKeeper {
  ask<K extends RequestKind>(request: Asking<K>, asker: Asker): Promise<AnswerOf<K>>;
  /** Lets other processes ask it too. Never rejects. */
  serve(): Promise<void>;
  /** What a person is to know of this computer's clock; `null`: nothing. */
  clockWarning(): string | null;
  /** Keeps what must not be lost, and gives the folder back. Never rejects. */
  close(): Promise<void>;
}

/**
 * Becomes the keeper of a data folder, and does only what it is asked. `null`: another process holds the folder. Throws a
 * {@link CommandError} when the secret store isn't the one that the folder has, or its key doesn't fit.
 */
export async function openAlone(place: Place): Promise<AloneKeeper | null> {
  const { dataFolder } = place;
  const own = createOwnKeeper(place, { patience: PATIENCE, endsSoon: true });
  const { keeper, practice, handlersFor } = own;
  await requireSecretStore(own.adapters.checkSecretStore);
  // The practice clock has to tell the time before the keeper reads what is kept by it.
  if (practice.wasUsed) await practice.start();
  await keeper.open();
  if (isHeldByAnother(keeper)) {
    await keeper.stop();
    await practice.stop();
    return null;
  }
  // Whoever runs this could read the keychain as well.
  const handlers = handlersFor(async () => ({ granted: true, to: 'the command line' }));
  let agent: Agent | null = null;
  return {
    ask: (request, asker) => dispatch(handlers, request, asker),
    clockWarning: () => clockWarning(keeper),
    serve: async () => {
      agent ??= await serveAgent({ dataFolder, handlers: handlersFor(mayOthersHave) }).catch(() => null);
    },
    close: async () => {
      await agent?.close().catch(() => undefined);
      await keeper.stop();
      await practice.stop();
    },
  };
}

/** A refresh token leaves over the socket only once a person has said so, and here is no app to ask them. */
async function mayOthersHave({ what, processId }: TokenRequest, signal: AbortSignal): Promise<Permission> {
  if (what === 'refresh-token') return { granted: false, words: NOBODY_TO_ASK };
  return permissionFor(processId, signal);
}

const NOBODY_TO_ASK =
  "Another command uses the connections, and can't ask you whether a refresh token may leave. Wait until it ends, then try again.";
