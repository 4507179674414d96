import { type CustomCloud, hostsOfExtraCa } from '../../core/model/clouds';
import { parseUrl } from '../../core/model/url';
import type { NetworkOptions } from '../../platform/http/fetch-within';
import { createNodeFetch, type NodeFetch } from '../../platform/http/node-fetch';

/** Fetches through the proxy that the environment names; with the authority to trust that a connection's cloud has, for its hosts alone. */
export function nodeNetwork(practiceOrigin: () => string | null): NetworkOptions {
  const fetches = new Map<string | null, NodeFetch>();
  return {
    practiceOrigin,
    fetch: (url, init, trusting) => {
      const extraCa = extraCaFor(url, trusting);
      const known = fetches.get(extraCa) ?? createNodeFetch({ environment: process.env, extraCa });
      fetches.set(extraCa, known);
      return known(url, init);
    },
  };
}

function extraCaFor(url: string, trusting: CustomCloud | null): string | null {
  const host = parseUrl(url)?.hostname;
  return trusting && host !== undefined && hostsOfExtraCa(trusting).includes(host) ? trusting.extraCa : null;
}
