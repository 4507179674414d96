import * as v from 'valibot';
import { text } from './schema';

export const cloudNameSchema = v.picklist(['global', 'us-government', 'china', 'practice', 'custom']);

/** The clouds a connection can live in; of a `custom` one the connection itself says where its services are. */
export type CloudName = v.InferOutput<typeof cloudNameSchema>;

/** The clouds whose services this app knows. */
export type KnownCloudName = Exclude<CloudName, 'custom'>;

/** Where a cloud's services are. Addresses have a scheme and no trailing slash. */
export interface CloudEndpoints {
  readonly label: string;
  /** Sign-in host; `{authority}/{tenant}` is the authority of MSAL. */
  readonly authority: string;
  /** Partner Center REST base. */
  readonly partnerCenter: string;
  /** Scope of Partner Center, "user_impersonation". */
  readonly partnerCenterScope: string;
  /** Azure portal, for links to the app registration; `null`: there is none. */
  readonly portal: string | null;
  /** Microsoft Graph; `null`: not known. */
  readonly graph: string | null;
  /** Exchange Online; `null`: not known. */
  readonly exchange: string | null;
}

export const customCloudSchema = v.pipe(
  v.strictObject({
    /** `https://host` or `https://host:port`, without a path. */
    authority: text(300),
    /** Partner Center REST base; `https:`. */
    partnerCenter: text(300),
    /** Scope of that Partner Center. */
    scope: text(500),
    /** Certificates (PEM) of authorities to trust for this cloud besides the system's; `null` for none. */
    extraCa: v.nullable(text(20_000)),
  }),
  v.readonly(),
);

/** An Entra-compatible authority that is not Microsoft's, as a person described it. */
export type CustomCloud = v.InferOutput<typeof customCloudSchema>;

/**
 * The practice cloud's authority must look like https to MSAL; `.invalid` (RFC 2606) can never be resolved, so a
 * request that escapes the practice network adapter fails instead of reaching anybody.
 */
export const PRACTICE_AUTHORITY = 'https://login.practice.invalid';

/** Source: Microsoft Learn, "Azure AD authentication endpoints", "Partner Center REST URLs", "National cloud deployments" of Graph. */
export const CLOUDS: Readonly<Record<KnownCloudName, CloudEndpoints>> = {
  global: {
    label: 'Global',
    authority: 'https://login.microsoftonline.com',
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    partnerCenterScope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    portal: 'https://portal.azure.com',
    graph: 'https://graph.microsoft.com',
    exchange: 'https://outlook.office365.com',
  },
  'us-government': {
    label: 'US Government',
    authority: 'https://login.microsoftonline.us',
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    partnerCenterScope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    portal: 'https://portal.azure.us',
    graph: 'https://graph.microsoft.us',
    exchange: 'https://outlook.office365.us',
  },
  china: {
    label: 'China (21Vianet)',
    authority: 'https://login.partner.microsoftonline.cn',
    partnerCenter: 'https://partner.partnercenterapi.microsoftonline.cn',
    partnerCenterScope: 'https://partner.partnercenterapi.microsoftonline.cn/user_impersonation',
    portal: 'https://portal.azure.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    exchange: 'https://partner.outlook.cn',
  },
  practice: {
    label: 'Practice',
    authority: PRACTICE_AUTHORITY,
    partnerCenter: 'https://api.practice.invalid',
    partnerCenterScope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    portal: null,
    graph: 'https://graph.microsoft.com',
    exchange: 'https://outlook.office365.com',
  },
};

/** Where a connection's cloud has its services. Throws a TypeError for a custom cloud that nobody described. */
export function endpointsOf({
  cloud,
  customCloud,
}: {
  readonly cloud: CloudName;
  readonly customCloud: CustomCloud | null;
}): CloudEndpoints {
  if (cloud !== 'custom') return CLOUDS[cloud];
  if (customCloud === null) throw new TypeError('a custom cloud without a description');
  const { authority, partnerCenter, scope } = customCloud;
  return {
    label: URL.canParse(authority) ? new URL(authority).host : 'Custom',
    authority,
    partnerCenter,
    partnerCenterScope: scope,
    portal: null,
    graph: null,
    exchange: null,
  };
}

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
