/** Every host of the practice cloud ends like this. */
const PRACTICE_SUFFIX = '.practice.invalid';

/** Microsoft's own hosts that the practice cloud also plays: a practice connection must never reach them. */
const PLAYED_HOSTS: ReadonlyMap<string, string> = new Map([
  ['graph.microsoft.com', 'graph'],
  ['outlook.office365.com', 'exchange'],
  ['api.partnercenter.microsoft.com', 'api'],
]);
const KEY_VAULT_SUFFIX = '.vault.azure.net';

/** Hosts of the practice cloud whose paths are its own paths. */
const PRACTICE_ROOTS: ReadonlySet<string> = new Set(['login', 'api']);

/**
 * Where a request of a practice connection really goes: `https://login.practice.invalid/x` and
 * `https://api.practice.invalid/x` become `{origin}/x`; of any other of its hosts the name goes first, the broadest part
 * leading: `https://graph.practice.invalid/x` becomes `{origin}/graph/x`, `https://mine.vault.practice.invalid/x`
 * becomes `{origin}/vault/mine/x`. Microsoft's hosts of Graph, Exchange Online, Partner Center and Key Vault are played in the
 * same way. Any other address comes back unchanged.
 * `origin` has no trailing slash. Throws a TypeError when `url` is not an absolute URL.
 */
export function toPracticeOrigin(url: string, origin: string): string {
  const parsed = new URL(url);
  const name = practiceName(parsed.hostname);
  if (name === null) return url;
  const prefix = PRACTICE_ROOTS.has(name) ? '' : `/${name.split('.').reverse().join('/')}`;
  return `${origin}${prefix}${parsed.pathname}${parsed.search}${parsed.hash}`;
}

/** `graph` or `mine.vault`; `null` for a host that the practice cloud does not play. */
function practiceName(host: string): string | null {
  if (host.endsWith(PRACTICE_SUFFIX)) return host.slice(0, -PRACTICE_SUFFIX.length);
  if (host.endsWith(KEY_VAULT_SUFFIX)) return `${host.slice(0, -KEY_VAULT_SUFFIX.length)}.vault`;
  return PLAYED_HOSTS.get(host) ?? null;
}
