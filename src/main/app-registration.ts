import { CLOUDS } from '../core/clouds';
import type { ConnectionSettings } from '../core/connection';
import { clientIdProblem } from '../core/validation';

/**
 * The portal's page of a connection's application, or `null` when there is none: the practice cloud has no portal, and
 * only a well-formed client ID is put into an address.
 */
export function registrationUrl({ cloud, clientId }: Pick<ConnectionSettings, 'cloud' | 'clientId'>): string | null {
  if (cloud === 'practice' || clientIdProblem(clientId) !== null) return null;
  const page = '#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId';
  return `${CLOUDS[cloud].portal}/${page}/${clientId.trim().toLowerCase()}`;
}
