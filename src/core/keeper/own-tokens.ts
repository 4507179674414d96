import { ownFailure } from '../failures/classify';
import type { OwnTokens } from '../key-vault/ports';
import type { ConnectionStore } from '../storage/connection-store';
import type { Secrets } from '../storage/secrets';
import type { Storage } from '../storage/storage';
import type { Refresher } from './refresher';

/** The tokens of connections, for those who write them to a key vault. */
export function ownTokens(store: ConnectionStore, secrets: Secrets, storage: Storage, refresher: Refresher): OwnTokens {
  return {
    newest: (connection) =>
      storage.withKeychain(async () => {
        const newest = await secrets.newest(connection);
        if (typeof newest !== 'string') return { ok: true, value: newest };
        if (newest === 'gone') return { ok: true, value: null };
        return { ok: false, failure: ownFailure(`token/${newest}`, store.nowFor(connection)) };
      }),
    credential: (connection) =>
      storage.withKeychain(async () => {
        const credential = await secrets.credential(connection);
        if (typeof credential !== 'string') return { ok: true, value: credential };
        return { ok: false, failure: ownFailure(`secret/${credential}`, store.nowFor(connection)) };
      }),
    accessToken: (...asked) => refresher.accessToken(...asked),
    takeOver: (id, refreshToken, signedInAt) =>
      storage.withKeychain(() =>
        refresher.exchangeWith(id, { refreshToken, ...(signedInAt === null ? {} : { signedInAt }) }),
      ),
    frozen: () => storage.frozen,
  };
}
