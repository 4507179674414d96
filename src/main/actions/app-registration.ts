import { credentialDaysLeft } from '../../core/expiry/credential-expiry';
import { explain } from '../../core/failures/explain';
import { CLOUDS, endpointsOf } from '../../core/model/clouds';
import type { Connection } from '../../core/model/connection';
import type { RegistrationPage } from '../../core/model/failure';
import type { EpochMs } from '../../core/model/time';
import { clientIdProblem, tenantProblem } from '../../core/validation/settings';
import { isExchangeClient } from '../../core/validation/sign-in-methods';
import type { Refusal } from '../../ipc/contract';
import { refuse } from '../wording/replies';

/**
 * The portal's own names of the pages. Undocumented, but in many published links, in all three clouds; sources:
 * KelvinTegelaar/CIPP, `app-registrations.js` (Overview), and links in public guides and scripts such as
 * `https://portal.azure.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/CallAnAPI/appId/{client ID}`.
 */
const BLADES: Readonly<Record<RegistrationPage, string>> = {
  overview: 'Overview',
  authentication: 'Authentication',
  credentials: 'Credentials',
  'api-permissions': 'CallAnAPI',
};

/**
 * A page of a connection's application in the portal, or `null` when there is none: neither the practice cloud nor a custom one has a portal,
 * and only a well-formed client ID is put into an address.
 *
 * It opens in the tenant of the connection, by the ID that its token came with or else as it was entered; otherwise the portal would take
 * the tenant that the person was in last, which may not know the application. Sources: Microsoft Learn, "Email one-time passcode
 * authentication for B2B guest users" (`https://portal.azure.com/<tenant id>`); CIPP has links with a domain in its place.
 */
export function registrationUrl(
  connection: Pick<Connection, 'cloud' | 'customCloud' | 'clientId' | 'tenant' | 'token'>,
  page: RegistrationPage,
): string | null {
  const { portal } = endpointsOf(connection);
  const { clientId } = connection;
  if (portal === null || clientIdProblem(clientId) !== null) return null;
  const tenant = [connection.token?.account.tenantId, connection.tenant].find(isTenant);
  const place = tenant === undefined ? portal : `${portal}/${tenant.trim().toLowerCase()}`;
  const view = `#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/${BLADES[page]}`;
  return `${place}/${view}/appId/${clientId.trim().toLowerCase()}`;
}

/** A tenant as far as a person has entered it, in a cloud. */
export type NewRegistration = Pick<Connection, 'cloud' | 'tenant'>;

/**
 * The page of the portal on which an application is registered; `null`: the cloud has none. Undocumented, as the other pages; it is in
 * many published guides.
 */
export function newRegistrationUrl({ cloud, tenant }: NewRegistration): string | null {
  const portal = cloud === 'custom' ? null : CLOUDS[cloud].portal;
  if (portal === null) return null;
  const place = isTenant(tenant) ? `${portal}/${tenant.trim().toLowerCase()}` : portal;
  return `${place}/#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade/quickStartType~/null/isMSAApp~/false`;
}

/** Days left at which a secret that expires is the reason to look at the registration. */
const SOON = 30;

/** The page where what a connection needs now is set: the one of its trouble, or of a secret or certificate that expires soon. */
export function pageFor(connection: Connection, now: EpochMs): RegistrationPage {
  const page = connection.trouble && explain(connection.trouble.failure, connection).registrationPage;
  if (page) return page;
  return (credentialDaysLeft(connection, now) ?? Number.POSITIVE_INFINITY) <= SOON ? 'credentials' : 'overview';
}

function isTenant(tenant: string | undefined): tenant is string {
  return tenant !== undefined && tenantProblem(tenant) === null;
}

/** Why no page of the portal can be opened for this connection's application, and what to do instead. */
export function noRegistrationPage({ cloud, clientId }: Pick<Connection, 'cloud' | 'clientId'>): Refusal {
  if (cloud === 'practice')
    return refuse('The practice cloud has no portal.', 'Its applications are already registered.');
  if (isExchangeClient(clientId))
    return refuse("Exchange Online's own application is registered by Microsoft.", "There's nothing to set up.");
  return refuse("This app doesn't know a custom cloud's portal.", `Open that portal and find application ${clientId}.`);
}
