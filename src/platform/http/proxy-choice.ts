/** The environment variables that choose a proxy; `process.env` is one. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment wants for an address, or `null` for none. Lower-case names win over upper-case ones, as in
 * curl; for https, `HTTP_PROXY` serves where there is no `HTTPS_PROXY`, as in Node's own `--use-env-proxy`. This computer is
 * never reached through a proxy. Throws a TypeError when the proxy named is not an http or https address.
 */
export function chooseProxy(url: URL, environment: Environment): URL | null {
  const http = read(environment, 'http_proxy');
  const named = url.protocol === 'https:' ? (read(environment, 'https_proxy') ?? http) : http;
  if (named === null || isLoopbackHost(url.hostname) || isExempt(url, read(environment, 'no_proxy') ?? '')) return null;
  const proxy = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(named) ? named : `http://${named}`);
  if (proxy.protocol !== 'http:' && proxy.protocol !== 'https:') throw new TypeError('not a proxy of http or https');
  return proxy;
}

/** Empty is as good as absent. */
function read(environment: Environment, name: string): string | null {
  return (environment[name] ?? environment[name.toUpperCase()] ?? '').trim() || null;
}

/** `NO_PROXY`: names with their subdomains, addresses, either with a port, or `*`; separated by commas or spaces. */
function isExempt(url: URL, rules: string): boolean {
  const host = url.hostname.toLowerCase();
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return rules.split(/[,\s]+/).some((rule) => {
    if (rule === '*') return true;
    const [, name = '', onlyPort] = /^(.+?)(?::(\d+))?$/.exec(bracketed(rule)) ?? [];
    if (onlyPort !== undefined && onlyPort !== port) return false;
    const wanted = name.toLowerCase().replace(/^\*?\./, '');
    return wanted !== '' && (host === wanted || host.endsWith(`.${wanted}`));
  });
}

/** An IPv6 address as an URL has it; rules are often written without the brackets. */
function bracketed(rule: string): string {
  return /^[\da-f]*:[\da-f]*:[\da-f:.]*$/i.test(rule) ? `[${rule}]` : rule;
}

export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
