import type { AppNotification, KeeperApi } from '../../core/keeper/keeper-api';
import type { PanelEvents, Reply } from '../../ipc/contract';
import { copyPlain } from '../clipboard/token-copier';
import type { SignIns } from '../sign-in/sign-ins';
import { DONE, done, failed, refuse } from '../wording/replies';
import { pageFor } from './app-registration';
import { openRegistration } from './panel-handlers';
import { placeOf } from './remedy-place';

/** What a remedy may need. */
export interface RemedyHouse {
  readonly keeper: KeeperApi;
  readonly signIns: SignIns;
  readonly openPanel: (show: PanelEvents['show']) => void;
}

const REQUESTS = {
  'sign-in': {},
  'sign-in-with-consent': { consent: true },
  'sign-in-in-browser': { method: 'system-browser' },
} as const;

/** Does what the button of a notification says. */
export async function applyRemedy(
  { keeper, signIns, openPanel }: RemedyHouse,
  { connectionId: id, remedy, registrationPage }: Pick<AppNotification, 'connectionId' | 'remedy' | 'registrationPage'>,
): Promise<Reply> {
  const connection = keeper.find(id);
  if (!connection) return refuse('This connection no longer exists.', '');
  switch (remedy) {
    case 'sign-in':
    case 'sign-in-with-consent':
    case 'sign-in-in-browser': {
      const result = await signIns.signIn(id, REQUESTS[remedy]);
      return result.ok ? DONE : failed(result.failure);
    }
    case 'refresh':
      return done(await keeper.refresh(id));
    case 'retry-keychain':
      return done(await keeper.retryStorage());
    case 'copy-redirect-uri':
      return copyPlain(connection.redirectUri);
    case 'open-app-registration':
      return openRegistration(connection, registrationPage ?? pageFor(connection, keeper.nowFor(connection)));
    case 'show-exported-tokens':
    case 'replace-secret':
    case 'replace-certificate':
    case 'edit-connection':
    case 'wait': {
      const place = placeOf(remedy, id);
      if (place) openPanel(place);
      return DONE;
    }
  }
}
