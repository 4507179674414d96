import { shell } from 'electron';
import type { Connection } from '../../core/model/connection';
import type { RegistrationPage } from '../../core/model/registration-page';
import { isExchangeClient } from '../../core/validation/sign-in-methods';
import type { Reply } from '../../ipc/contract';
import { DONE, refuse } from '../wording/replies';
import { registrationUrl } from './app-registration';
import { noRegistrationPage } from './no-registration-page';

/** Opens a page of a connection's application in the portal, in the person's own browser. */
export async function openRegistration(connection: Connection, page: RegistrationPage): Promise<Reply> {
  const url = registrationUrl(connection, page);
  if (url === null || isExchangeClient(connection.clientId)) return noRegistrationPage(connection);
  try {
    await shell.openExternal(url);
    return DONE;
  } catch {
    return refuse("Couldn't open a browser.", `Open the Azure portal and find application ${connection.clientId}.`);
  }
}
