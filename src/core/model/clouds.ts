import * as v from 'valibot';
import { text } from './schema';
import { parseUrl } from './url';

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
  /** Key Vault: that of NAME is at `https://NAME.` and this host; `null`: not known. */
  readonly keyVault: string | null;
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

/** MSAL wants https. `.invalid` (RFC 2606) is never resolved: what escapes the practice adapter reaches nobody. */
export const PRACTICE_AUTHORITY = 'https://login.practice.invalid';

const GLOBAL: CloudEndpoints = {
  label: 'Global',
  authority: 'https://login.microsoftonline.com',
  partnerCenter: 'https://api.partnercenter.microsoft.com',
  partnerCenterScope: 'https://api.partnercenter.microsoft.com/user_impersonation',
  portal: 'https://portal.azure.com',
  graph: 'https://graph.microsoft.com',
  exchange: 'https://outlook.office365.com',
  keyVault: 'https://vault.azure.net',
};

/**
 * Sources: Microsoft Learn, "Azure AD authentication endpoints", "Partner Center REST URLs", "National cloud deployments" of Graph,
 * "About keys, secrets and certificates" ("DNS suffixes").
 */
export const CLOUDS: Readonly<Record<KnownCloudName, CloudEndpoints>> = {
  global: GLOBAL,
  'us-government': {
    ...GLOBAL,
    label: 'US Government',
    authority: 'https://login.microsoftonline.us',
    portal: 'https://portal.azure.us',
    graph: 'https://graph.microsoft.us',
    exchange: 'https://outlook.office365.us',
    keyVault: 'https://vault.usgovcloudapi.net',
  },
  china: {
    label: 'China (21Vianet)',
    authority: 'https://login.partner.microsoftonline.cn',
    partnerCenter: 'https://partner.partnercenterapi.microsoftonline.cn',
    partnerCenterScope: 'https://partner.partnercenterapi.microsoftonline.cn/user_impersonation',
    portal: 'https://portal.azure.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    exchange: 'https://partner.outlook.cn',
    keyVault: 'https://vault.azure.cn',
  },
  practice: {
    ...GLOBAL,
    label: 'Practice',
    authority: PRACTICE_AUTHORITY,
    partnerCenter: 'https://api.practice.invalid',
    portal: null,
  },
};

/** Where a connection lives. */
export interface Place {
  readonly cloud: CloudName;
  /** What a person said of a `custom` cloud; `null` for every other. */
  readonly customCloud: CustomCloud | null;
}

/** Where a connection's cloud has its services. Throws a TypeError for a custom cloud that nobody described. */
export function endpointsOf({ cloud, customCloud }: Place): CloudEndpoints {
  if (cloud !== 'custom') return CLOUDS[cloud];
  if (customCloud === null) throw new TypeError('a custom cloud without a description');
  const { authority, partnerCenter, scope } = customCloud;
  return {
    label: parseUrl(authority)?.host ?? 'Custom',
    authority,
    partnerCenter,
    partnerCenterScope: scope,
    portal: null,
    graph: null,
    exchange: null,
    keyVault: null,
  };
}

const MICROSOFTS = new Set(
  Object.values(CLOUDS).flatMap(({ authority, partnerCenter, graph, exchange, portal }) =>
    [authority, partnerCenter, graph, exchange, portal].flatMap((address) => parseUrl(address ?? '')?.hostname ?? []),
  ),
);

/**
 * The hosts for which an authority counts that a person named for a custom cloud: the cloud's own. For those of the clouds that the
 * app knows, nobody's word counts but the system's.
 */
export function hostsOfExtraCa({ authority, partnerCenter }: CustomCloud): readonly string[] {
  const hosts = [authority, partnerCenter].flatMap((address) => parseUrl(address)?.hostname ?? []);
  return hosts.filter((host) => !MICROSOFTS.has(host));
}
