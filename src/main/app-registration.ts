import { endpointsOf } from '../core/clouds';
import type { ConnectionSettings } from '../core/connection';
import { clientIdProblem } from '../core/validation';

/**
 * The portal's page of a connection's application, or `null` when there is none: neither the practice cloud nor a custom one has a portal, and
 * only a well-formed client ID is put into an address.
 */
export function registrationUrl(
  connection: Pick<ConnectionSettings, 'cloud' | 'customCloud' | 'clientId'>,
): string | null {
  const { portal } = endpointsOf(connection);
  const { clientId } = connection;
  if (portal === null || clientIdProblem(clientId) !== null) return null;
  const page = '#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId';
  return `${portal}/${page}/${clientId.trim().toLowerCase()}`;
}
