import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import type { Dispatcher } from 'undici';
import { chooseProxy, type Environment } from './proxy-choice';

export interface NodeFetchOptions {
  readonly environment: Environment;
  /** PEM of certificate authorities to trust besides the usual ones, for this fetch alone. */
  readonly extraCa?: string | null;
}

/** A proxy could not be used. `code` is what network errors are classified by; the message names no address and no password. */
class ProxyError extends Error {
  override readonly name = 'ProxyError';
  constructor(readonly code: 'PROXY_UNREACHABLE' | 'PROXY_REFUSED' | 'PROXY_INVALID') {
    super(code);
  }
}

/**
 * A fetch for entry points that run in plain Node: it goes through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` choose. Node
 * itself heeds `NODE_EXTRA_CA_CERTS`. It does no more than the global fetch where neither proxy nor extra authority is asked for.
 */
export function createNodeFetch({ environment, extraCa = null }: NodeFetchOptions): typeof fetch {
  const dispatchers = new Map<string, Promise<Dispatcher>>();
  const dispatcherFor = (proxy: URL | null): Promise<Dispatcher> => {
    const key = proxy?.href ?? '';
    const known = dispatchers.get(key) ?? createDispatcher(proxy, extraCa, environment);
    dispatchers.set(key, known);
    return known;
  };
  return async (input, init) => {
    const request = new Request(input, init);
    const proxy = choose(new URL(request.url), environment);
    if (proxy === null && extraCa === null) return fetch(request);
    return fetchThrough(request, await dispatcherFor(proxy), proxy !== null);
  };
}

async function fetchThrough(request: Request, dispatcher: Dispatcher, isProxied: boolean): Promise<Response> {
  const undici = await import('undici');
  const { method, signal, redirect } = request;
  const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
  const headers = [...request.headers].map(([name, value]): [string, string] => [name, value]);
  try {
    const response = await undici.fetch(request.url, { method, headers, body, signal, redirect, dispatcher });
    const { status, statusText } = response;
    return new Response(toStream(response.body), { status, statusText, headers: [...response.headers] });
  } catch (error) {
    throw isProxied && !signal.aborted ? proxyTrouble(error) : error;
  }
}

/** undici's streams and the global ones are the same at run time, but not in their types. */
function toStream(body: AsyncIterable<Uint8Array<ArrayBuffer>> | null): ReadableStream<Uint8Array<ArrayBuffer>> | null {
  if (body === null) return null;
  const chunks = body[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await chunks.return?.();
    },
  });
}

/**
 * A tunnel is dialled by the proxy, so that whatever goes wrong with names and connecting is between us and the proxy; only
 * what comes after its answer can be another's trouble. undici tells a refusal only by its text.
 */
function proxyTrouble(error: unknown): unknown {
  for (const cause of causesOf(error)) {
    if (/^Proxy response \(\d+\)/.test(cause.message)) return failed('PROXY_REFUSED');
    const isDialling = 'syscall' in cause && (cause.syscall === 'connect' || cause.syscall === 'getaddrinfo');
    if (isDialling || ('code' in cause && cause.code === 'UND_ERR_CONNECT_TIMEOUT')) return failed('PROXY_UNREACHABLE');
  }
  return error;
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let at = error; at instanceof Error && causes.length < 10; ) {
    causes.push(at);
    at = at instanceof AggregateError && at.errors.length > 0 ? at.errors[0] : at.cause;
  }
  return causes;
}

function failed(code: ProxyError['code']): TypeError {
  return new TypeError('fetch failed', { cause: new ProxyError(code) });
}

function choose(url: URL, environment: Environment): URL | null {
  try {
    return chooseProxy(url, environment);
  } catch {
    throw failed('PROXY_INVALID');
  }
}

async function createDispatcher(
  proxy: URL | null,
  extraCa: string | null,
  environment: Environment,
): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici');
  const trust = extraCa === null ? {} : { ca: [...usualAuthorities(environment), extraCa] };
  if (proxy === null) return new Agent({ connect: trust });
  return new ProxyAgent({ uri: proxy.href, requestTls: trust, proxyTls: trust });
}

/** What Node trusts when nobody says otherwise; naming one authority would replace them all. */
function usualAuthorities(environment: Environment): readonly string[] {
  // From Node 22.15 on; it knows of NODE_EXTRA_CA_CERTS and of the system's store.
  const get: unknown = Reflect.get(tls, 'getCACertificates');
  const usual: unknown = typeof get === 'function' ? get('default') : null;
  if (Array.isArray(usual)) return usual.filter((one) => typeof one === 'string');
  const file = environment.NODE_EXTRA_CA_CERTS;
  if (file === undefined || file === '') return tls.rootCertificates;
  try {
    return [...tls.rootCertificates, readFileSync(file, 'utf8')];
  } catch {
    return tls.rootCertificates;
  }
}
