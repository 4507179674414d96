import { errorPage } from '../../core/failures/explain';
import type { Place } from '../../core/model/clouds';
import type { Connection } from '../../core/model/connection';
import type { RegistrationPage } from '../../core/model/failure';
import { isExchangeClient } from '../../core/validation/sign-in-methods';
import type { Reply } from '../../ipc/contract';
import { openInBrowser } from '../system/open-in-browser';
import { DONE, refuse } from '../wording/replies';
import { type NewRegistration, newRegistrationUrl, noRegistrationPage, registrationUrl } from './app-registration';

/** Opens a page of a connection's application in the portal. */
export async function openRegistration(connection: Connection, page: RegistrationPage): Promise<Reply> {
  const url = registrationUrl(connection, page);
  if (url === null || isExchangeClient(connection.clientId)) return noRegistrationPage(connection);
  return open(url, connection, `Open the Azure portal and find application ${connection.clientId}.`);
}

/** Opens the page of the portal on which an application is registered. */
export async function openNewRegistration({ cloud, tenant }: NewRegistration): Promise<Reply> {
  const url = newRegistrationUrl({ cloud, tenant });
  if (url === null)
    return refuse('This cloud has no portal that the app knows.', 'Register the application there by hand.');
  return open(
    url,
    { cloud, customCloud: null },
    'Open the Azure portal, and go to App registrations > New registration.',
  );
}

/** Where Entra ID explains its codes, for all clouds. */
const ENTRA_ID: Place = { cloud: 'global', customCloud: null };

/** Opens Entra ID's own page about a code. */
export async function openErrorPage(code: number): Promise<Reply> {
  const url = errorPage(code);
  return open(url, ENTRA_ID, `Open ${url} in a browser.`);
}

/** Opens an address in the person's own browser. */
async function open(url: string, place: Place, otherwise: string): Promise<Reply> {
  try {
    await openInBrowser(url, place, null);
    return DONE;
  } catch {
    return refuse("Couldn't open a browser.", otherwise);
  }
}
