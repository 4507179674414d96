import type { Keeper } from '../../core/keeper/keeper';
import type { NotificationInWords } from '../../core/wording/notification-words';
import type { Reply } from '../../ipc/contract';
import { copyPlain } from '../clipboard/system-clipboard';
import type { SignIns } from '../sign-in/sign-ins';
import type { AppEvents } from '../system/app-events';
import { DONE, done, failed, GONE } from '../wording/replies';
import { pageFor } from './app-registration';
import { openRegistration } from './open-page';
import { placeOf } from './remedy-place';
export interface RemedyParts {
  readonly keeper: Keeper;
  readonly signIns: SignIns;
  readonly events: AppEvents;
}

const REQUESTS = {
  'sign-in': {},
  'sign-in-with-consent': { consent: true },
  'sign-in-in-browser': { method: 'system-browser' },
} as const;

/** Does what the button of a notification says. */
export async function applyRemedy(
  { keeper, signIns, events }: RemedyParts,
  {
    connectionId: id,
    remedy,
    registrationPage,
  }: Pick<NotificationInWords, 'connectionId' | 'remedy' | 'registrationPage'>,
): Promise<Reply> {
  const connection = keeper.find(id);
  if (!connection) return GONE;
  switch (remedy) {
    case 'sign-in':
    case 'sign-in-with-consent':
    case 'sign-in-in-browser': {
      const result = await signIns.signIn(id, REQUESTS[remedy]);
      return result.ok ? DONE : failed(result.failure, connection);
    }
    case 'refresh':
      return done(await keeper.refresh(id), connection);
    case 'retry-keychain':
      return done(await keeper.retryStorage(), connection);
    case 'copy-redirect-uri':
      return copyPlain(connection.redirectUri);
    case 'open-app-registration':
      return openRegistration(connection, registrationPage ?? pageFor(connection, keeper.nowFor(connection)));
    case 'show-exported-tokens':
    case 'add-connection':
    case 'replace-secret':
    case 'replace-certificate':
    case 'edit-connection':
    case 'wait': {
      const place = placeOf(remedy, id);
      if (place) events.emit('show', place);
      return DONE;
    }
  }
}
