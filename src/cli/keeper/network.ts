import type { NetworkOptions } from '../../platform/http/fetch-within';
import { createNodeFetch } from '../../platform/http/node-fetch';

/** Fetches through the proxy that the environment names; with the authority to trust that a connection's cloud has. */
export function nodeNetwork(practiceOrigin: () => string | null): NetworkOptions {
  const fetches = new Map<string | null, typeof fetch>();
  return {
    practiceOrigin,
    fetch: (url, init, trusting) => {
      const extraCa = trusting?.extraCa ?? null;
      const known = fetches.get(extraCa) ?? createNodeFetch({ environment: process.env, extraCa });
      fetches.set(extraCa, known);
      return known(url, init);
    },
  };
}
