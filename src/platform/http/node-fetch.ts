import { readFileSync } from 'node:fs';
import * as tls from 'node:tls';
import { createSecureContext, type SecureContext } from 'node:tls';
import type * as Undici from 'undici';
import type { Dispatcher, RequestInit, Response } from 'undici';
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

export type NodeFetch = (url: string, init?: RequestInit) => Promise<Response>;

/**
 * A fetch for entry points that run in plain Node: it goes through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` choose, and
 * trusts what Node trusts and, where Node can tell (22.15 on), what the system trusts. It is undici's even where the global fetch, which
 * is another undici, would do: to load both takes twice as long.
 */
export function createNodeFetch({ environment, extraCa = null }: NodeFetchOptions): NodeFetch {
  const dispatchers = new Map<string, Dispatcher>();
  let trust: SecureContext | null | undefined;
  return async (url, init = {}) => {
    const undici = await import('undici');
    const proxy = choose(new URL(url), environment);
    const key = proxy?.href ?? '';
    if (trust === undefined) trust = trustFor(extraCa, environment);
    const dispatcher = dispatchers.get(key) ?? createDispatcher(undici, proxy, trust);
    dispatchers.set(key, dispatcher);
    try {
      return await undici.fetch(url, { ...init, dispatcher });
    } catch (error) {
      throw proxy !== null && init.signal?.aborted !== true ? proxyTrouble(error) : error;
    }
  };
}

function createDispatcher(
  { Agent, ProxyAgent }: typeof Undici,
  proxy: URL | null,
  trust: SecureContext | null,
): Dispatcher {
  const options = trust === null ? {} : { secureContext: trust };
  if (proxy === null) return new Agent({ connect: options });
  return new ProxyAgent({ uri: proxy.href, requestTls: options, proxyTls: options });
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

/**
 * What Node trusts by itself, and more; made once for all connections. `null`: no more. The option `ca` would replace what Node
 * trusts, and have Node read some hundred certificates again, which takes longer than the request.
 */
function trustFor(extraCa: string | null, { NODE_EXTRA_CA_CERTS }: Environment): SecureContext | null {
  const more = [...certificatesOfSystem(), ...(extraCa === null ? [] : [extraCa])];
  if (more.length === 0) return null;
  const trust = createSecureContext();
  // Whoever adds one gets Node's own list, and this file isn't part of it.
  for (const certificates of [...more, textOf(NODE_EXTRA_CA_CERTS)]) trust.context.addCACert(certificates);
  return trust;
}

/** Empty when there is no such file; Node has warned of that. */
function textOf(file: string | undefined): string {
  try {
    return file ? readFileSync(file, 'utf8') : '';
  } catch {
    return '';
  }
}

/** None where Node is too old to tell: it can from 22.15 on. */
function certificatesOfSystem(): readonly string[] {
  const get: unknown = Reflect.get(tls, 'getCACertificates');
  const found: unknown = typeof get === 'function' ? get('system') : [];
  return Array.isArray(found) ? found.filter((one) => typeof one === 'string') : [];
}
