/** The clouds a connection can live in. */
export type CloudName = 'global' | 'us-government' | 'china' | 'practice';

/** Where a cloud's services are. */
export interface CloudEndpoints {
  readonly label: string;
  /** Sign-in host with scheme and no trailing slash; `{authority}/{tenant}` is the authority of MSAL. */
  readonly authority: string;
  /** Partner Center REST base, no trailing slash. */
  readonly partnerCenter: string;
  /** Scope of Partner Center, "user_impersonation". */
  readonly partnerCenterScope: string;
  /** Azure portal, for links to the app registration. */
  readonly portal: string;
}

/**
 * The practice cloud's authority must look like https to MSAL; `.invalid` (RFC 2606) can never be resolved, so a
 * request that escapes the practice network plug fails instead of reaching anybody.
 */
export const PRACTICE_AUTHORITY = 'https://login.practice.invalid';

/** Source: Microsoft Learn, "Azure AD authentication endpoints" and "Partner Center REST URLs". */
export const CLOUDS: Readonly<Record<CloudName, CloudEndpoints>> = {
  global: {
    label: 'Global',
    authority: 'https://login.microsoftonline.com',
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    partnerCenterScope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    portal: 'https://portal.azure.com',
  },
  'us-government': {
    label: 'US Government',
    authority: 'https://login.microsoftonline.us',
    partnerCenter: 'https://api.partnercenter.microsoft.com',
    partnerCenterScope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    portal: 'https://portal.azure.us',
  },
  china: {
    label: 'China (21Vianet)',
    authority: 'https://login.partner.microsoftonline.cn',
    partnerCenter: 'https://partner.partnercenterapi.microsoftonline.cn',
    partnerCenterScope: 'https://partner.partnercenterapi.microsoftonline.cn/user_impersonation',
    portal: 'https://portal.azure.cn',
  },
  practice: {
    label: 'Practice',
    authority: PRACTICE_AUTHORITY,
    partnerCenter: 'https://api.practice.invalid',
    partnerCenterScope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    portal: 'https://portal.practice.invalid',
  },
};

/** Every host of the practice cloud ends like this. */
const PRACTICE_SUFFIX = '.practice.invalid';

/**
 * Where a request for the practice cloud really goes: `https://login.practice.invalid/x` and
 * `https://api.practice.invalid/x` become `{origin}/x`. Any other address comes back unchanged.
 * `origin` has no trailing slash. Throws a TypeError when `url` is not an absolute URL.
 */
export function toPracticeOrigin(url: string, origin: string): string {
  const parsed = new URL(url);
  if (!parsed.hostname.endsWith(PRACTICE_SUFFIX)) return url;
  return `${origin}${parsed.pathname}${parsed.search}${parsed.hash}`;
}
