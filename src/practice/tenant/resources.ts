import { PARTNER } from './directory';

/** An API that tokens can be for. */
export interface Resource {
  /** The `aud` of its access tokens and the prefix of its scopes. */
  readonly uri: string;
  readonly name: string;
  readonly permissions: Readonly<Record<string, string>>;
}

export const PARTNER_CENTER: Resource = {
  uri: 'https://api.partnercenter.microsoft.com',
  name: 'Partner Center',
  permissions: { user_impersonation: 'Use Partner Center as you' },
};

export const GRAPH: Resource = {
  uri: 'https://graph.microsoft.com',
  name: 'Graph',
  permissions: { 'User.Read': 'Read your profile', 'Directory.AccessAsUser.All': 'Use the directory as you' },
};

export const EXCHANGE: Resource = {
  uri: 'https://outlook.office365.com',
  name: 'Exchange Online',
  permissions: {
    'Exchange.Manage': 'Manage Exchange as you',
    'Exchange.ManageV2': 'Manage Exchange as you, through its admin API',
  },
};

export const KEY_VAULT: Resource = {
  uri: 'https://vault.azure.net',
  name: 'Key Vault',
  permissions: { user_impersonation: 'Use Key Vault as you' },
};

/** An API of the partner's own, registered in the practice tenant. */
const STOCK: Resource = {
  uri: PARTNER.customScope.slice(0, PARTNER.customScope.lastIndexOf('/')),
  name: 'Harbour stock',
  permissions: { 'Stock.Read': 'Read what is in stock', 'Stock.Change': 'Change what is in stock' },
};

const RESOURCES: readonly Resource[] = [PARTNER_CENTER, GRAPH, EXCHANGE, KEY_VAULT, STOCK];

/** `null` when there is no such API in the tenant. */
export function findResource(uri: string): Resource | null {
  const asked = uri.toLowerCase().replace(/\/$/, '');
  return RESOURCES.find((resource) => resource.uri === asked) ?? null;
}
