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
 * The delegated permission that an application needs for a resource; `null` where only the person knows it. Of Microsoft Graph it is the
 * least that a sign-in needs. The IDs are those of the global cloud; whether Partner Center has the same one at 21Vianet is not published.
 * Sources: Microsoft Learn, "Partner API authentication" (`fa3d9a0c-…`, "Microsoft Partner Center",
 * `user_impersonation`), "Microsoft Graph permissions reference"; KelvinTegelaar/CIPP-API, `Config/SAMManifest.json` (Exchange Online's
 * `Exchange.Manage`, `ab4f2b77-0b06-4fc1-a9de-02113fc2ab7c`).
 */
export function permissionOf(resource: Pick<Resource, 'kind'>): Permission | null {
  switch (resource.kind) {
    case 'partner-center':
      return {
        api: 'Microsoft Partner Center',
        apiId: 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd',
        scope: 'user_impersonation',
      };
    case 'graph':
      return { api: 'Microsoft Graph', apiId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read' };
    case 'exchange-online':
      return {
        api: 'Office 365 Exchange Online',
        apiId: '00000002-0000-0ff1-ce00-000000000000',
        scope: 'Exchange.Manage',
      };
    case 'custom':
      return null;
  }
}
