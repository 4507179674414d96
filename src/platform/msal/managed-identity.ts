import { own } from '../../core/failures/classify';
import type { VaultPort } from '../../core/key-vault/ports';
import { type DurationMs, SECOND } from '../../core/model/time';
import { loadMsal } from './client';

/** Where there is no managed identity, the address that gives its tokens may answer nobody for very long. */
const TIMEOUT: DurationMs = 15 * SECOND;

/**
 * An access token of the managed identity of this computer: a virtual machine, an App Service, Azure Arc. MSAL knows where each gets it
 * from, and keeps it in memory while it is good. It never goes through a proxy: the address is the computer's own.
 */
export const acquireForManagedIdentity: VaultPort['managedIdentityToken'] = async ({ api, clientId, signal }) => {
  const none = { ok: false, raw: own('vault/no-identity') } as const;
  try {
    const { ManagedIdentityApplication } = await loadMsal();
    const application = new ManagedIdentityApplication({
      ...(clientId === null ? {} : { managedIdentityIdParams: { userAssignedClientId: clientId } }),
      system: { disableInternalRetries: true },
    });
    const { accessToken } = await within(application.acquireToken({ resource: api }), signal);
    return accessToken === '' ? none : { ok: true, value: accessToken };
  } catch {
    return signal.aborted ? { ok: false, raw: { kind: 'network', code: 'ABORTED' } } : none;
  }
};

/** Gives up waiting when it takes too long, or nobody wants it anymore. */
function within<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error('given up'));
    const timer = setTimeout(giveUp, TIMEOUT);
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', giveUp);
    });
  });
}
