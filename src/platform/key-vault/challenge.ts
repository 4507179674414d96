import { own } from '../../core/failures/classify';
import { CLOUDS, type CloudName } from '../../core/model/clouds';
import type { RawFailure } from '../../core/model/failure';
import { parseUrl } from '../../core/model/url';

/**
 * Reads whom a vault wants a token of, out of `WWW-Authenticate`, and checks that as Microsoft's own libraries do: the API that the
 * token is to be for must be the vaults' own, in whose domain the vault is; and beyond them, the authority that gives it must be the
 * cloud's. Whoever answers in a vault's place learns nothing.
 * Sources: Microsoft Learn, "Authentication, requests and responses" of Key Vault; the Azure SDK's blog, "Vault URI".
 */
export function readChallenge(
  header: string | null,
  base: string,
  cloud: CloudName,
): { readonly ok: true; readonly tenantId: string } | { readonly ok: false; readonly raw: RawFailure } {
  const wrong = (code: 'vault/not-a-vault' | 'vault/wrong-cloud') => ({ ok: false, raw: own(code) }) as const;
  if (cloud === 'custom' || header === null || !/^bearer\s/i.test(header)) return wrong('vault/not-a-vault');
  const { authority, keyVault } = CLOUDS[cloud];
  const named = new Map([...header.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
  const signIn = parseUrl(named.get('authorization') ?? named.get('authorization_uri') ?? '');
  const resource = parseUrl(named.get('resource') ?? named.get('scope')?.replace(/\/\.default$/, '') ?? '');
  const [, tenantId = '', ...more] = signIn?.pathname.replace(/\/$/, '').split('/') ?? [];
  if (!signIn || !resource || more.length > 0 || !/^[\w.-]{1,80}$/.test(tenantId)) return wrong('vault/not-a-vault');
  const isOfVaults = keyVault !== null && resource.origin === keyVault && base.endsWith(`.${resource.host}`);
  // China's authority has had two names.
  const authorities = [authority, ...(OTHER_NAMES.get(authority) ?? [])];
  if (!isOfVaults || !authorities.includes(signIn.origin)) return wrong('vault/wrong-cloud');
  return { ok: true, tenantId };
}

/** What authorities are called besides, by their own name. Source: Microsoft Learn, "Microsoft Entra authentication endpoints". */
const OTHER_NAMES: ReadonlyMap<string, readonly string[]> = new Map([
  ['https://login.microsoftonline.com', ['https://login.windows.net', 'https://login.microsoft.com']],
  ['https://login.partner.microsoftonline.cn', ['https://login.chinacloudapi.cn']],
]);
