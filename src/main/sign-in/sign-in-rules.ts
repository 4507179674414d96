import { parseUrl } from '../../core/model/url';

export interface SignInRules {
  /** As registered; the page never loads, because it is where the code is taken. */
  readonly redirectUri: string;
  /** Origin of the practice cloud, for a connection that lives there; `null` for all others. */
  readonly practiceOrigin: string | null;
}

export type Verdict =
  | { readonly kind: 'allow' }
  /** The sign-in page sent the person back to the application. */
  | { readonly kind: 'redirect' }
  /** `what` is a few words for the window's title. */
  | { readonly kind: 'block'; readonly what: string };

/** Schemes that need no network and stay inside the page that made them. */
const INNER_SCHEMES: ReadonlySet<string> = new Set(['about:', 'blob:', 'data:']);

/** Whether a page of a sign-in may be shown. Only https, the practice cloud's own pages, and the way back. */
export function judgePage(address: string, rules: SignInRules): Verdict {
  const url = parseUrl(address);
  if (!url) return { kind: 'block', what: "an address that isn't valid" };
  if (isRedirect(url, rules.redirectUri)) return { kind: 'redirect' };
  if (address === 'about:blank' || isTrustedTransport(url, rules)) return { kind: 'allow' };
  if (url.protocol === 'http:') return { kind: 'block', what: `${url.host}, which isn't secure (no HTTPS)` };
  return { kind: 'block', what: `a ${url.protocol.replace(':', '')} link` };
}

/** Whether a page of a sign-in may fetch this: scripts, pictures, frames, sockets. */
export function mayFetch(address: string, rules: SignInRules): boolean {
  const url = parseUrl(address);
  if (!url || isRedirect(url, rules.redirectUri)) return false;
  return INNER_SCHEMES.has(url.protocol) || url.protocol === 'wss:' || isTrustedTransport(url, rules);
}

/**
 * Whether an address is the redirect URI: scheme, host, port and path exactly, and each parameter it was registered with.
 * What follows in the query is the answer. Source: RFC 6749, 3.1.2, and RFC 9700, 2.1 (exact comparison).
 */
export function isRedirect(url: URL, redirectUri: string): boolean {
  const registered = parseUrl(redirectUri);
  if (!registered) return false;
  if (url.protocol !== registered.protocol || url.host !== registered.host) return false;
  if (url.pathname !== registered.pathname || url.username !== '' || url.password !== '') return false;
  return [...registered.searchParams].every(([name, value]) => url.searchParams.getAll(name).includes(value));
}

/** The title of a sign-in window: the host comes first, so that nothing can push it out of sight. */
export function signInTitle(address: string, connectionName: string): string {
  return `${hostOf(address)} — Sign in: ${connectionName}`;
}

/** The title after a page was refused; the page before it stays. */
export function blockedTitle(what: string, connectionName: string): string {
  return `Blocked: ${what} — Sign in: ${connectionName}`;
}

function hostOf(address: string): string {
  const host = parseUrl(address)?.host;
  return host === undefined || host === '' ? 'Connecting…' : host;
}

function isTrustedTransport(url: URL, rules: SignInRules): boolean {
  return url.protocol === 'https:' || (rules.practiceOrigin !== null && url.origin === rules.practiceOrigin);
}
