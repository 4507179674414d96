import type { Resource } from '../model/connection';

/** A delegated permission by the names that Entra ID knows it by. */
export interface Permission {
  /** As the portal calls the API. */
  readonly api: string;
  /** Client ID of the API's own application. */
  readonly apiId: string;
  readonly scope: string;
}

/**
 * The delegated permission that an application needs for a resource, with IDs of the global cloud. Sources: Microsoft Learn, "Partner
 * API authentication", "Microsoft Graph permissions reference"; KelvinTegelaar/CIPP-API, `Config/SAMManifest.json` (Exchange Online).
 */
const PERMISSIONS: Readonly<Record<Exclude<Resource['kind'], 'custom'>, Permission>> = {
  'partner-center': {
    api: 'Microsoft Partner Center',
    apiId: 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd',
    scope: 'user_impersonation',
  },
  graph: { api: 'Microsoft Graph', apiId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read' },
  'exchange-online': {
    api: 'Office 365 Exchange Online',
    apiId: '00000002-0000-0ff1-ce00-000000000000',
    scope: 'Exchange.Manage',
  },
};

/** The permission that an application needs for a resource; `null` where only the person knows it. */
export function permissionOf({ kind }: Pick<Resource, 'kind'>): Permission | null {
  return kind === 'custom' ? null : PERMISSIONS[kind];
}

/** Whether an ID is that of one of the APIs, which no connection signs in as. */
export function isApi(clientId: string): boolean {
  return Object.values(PERMISSIONS).some(({ apiId }) => apiId === clientId.toLowerCase());
}
