import type { CustomCloud } from '../core/clouds';

/** What is needed of a session. */
export interface FetchingSession {
  fetch(url: string, init?: RequestInit): Promise<Response>;
}

/**
 * A session's fetch in the shape of the global one, that trusts what custom clouds are said to trust at the time of each request. Chromium
 * remembers its verdicts on certificates, and keeps connections open, for as long as a session lives; so another set of extra authorities
 * means another session. The one before it is left to end what is under way: a token may be in it.
 */
export function trustingFetch(
  openSession: (partition: string) => FetchingSession,
  clouds: () => readonly CustomCloud[],
): typeof fetch {
  let count = 0;
  let current: { readonly trust: string; readonly session: FetchingSession } | null = null;
  return (input, init) => {
    const trust = trustOf(clouds());
    if (current?.trust !== trust) {
      current = { trust, session: openSession(count === 0 ? 'token-endpoint' : `token-endpoint-${count}`) };
      count += 1;
    }
    return current.session.fetch(
      typeof input === 'string' ? input : input instanceof URL ? input.href : input.url,
      init,
    );
  };
}

/** Equal where the same extra authorities count for the same hosts. */
function trustOf(clouds: readonly CustomCloud[]): string {
  const trusted = clouds.flatMap(({ authority, partnerCenter, extraCa }) =>
    extraCa === null ? [] : JSON.stringify([authority, partnerCenter, extraCa]),
  );
  return [...new Set(trusted)].sort().join('\n');
}
