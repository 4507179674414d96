import { fitFailure } from '../../core/fit-failure';
import type { KeeperApi } from '../../core/keeper-api';
import type { PanelHandlers } from '../panel-ipc';
import type { Plugs } from '../plugs';
import { answer, failed, refuse, refusedBy } from '../replies';

export interface ExpiryHouse {
  readonly keeper: Pick<KeeperApi, 'find' | 'nowFor' | 'credentialOf' | 'noteCredentialExpiry'>;
  readonly plugs: Pick<Plugs, 'readCredentialEnd'>;
}

/** Looks up in the directory when the held secret or certificate expires, and notes it. */
export function expiryHandlers({ keeper, plugs }: ExpiryHouse): Pick<PanelHandlers, 'readCredentialExpiry'> {
  return {
    readCredentialExpiry: async ({ id }) => {
      const held = await keeper.credentialOf(id);
      if (!held.ok) return failed(held.failure);
      const connection = keeper.find(id);
      if (!connection) return GONE;
      const credential = held.value;
      const now = keeper.nowFor(connection);
      const { signal } = new AbortController();
      const end = await plugs.readCredentialEnd({ connection, credential, now, signal });
      switch (end.kind) {
        case 'known': {
          const noted = await keeper.noteCredentialExpiry(id, end.expiresAt);
          return noted.ok ? answer({ expiresAt: end.expiresAt }) : failed(noted.failure);
        }
        case 'may-not':
          return MAY_NOT;
        case 'not-found':
          return NOT_FOUND;
        case 'nothing-to-read':
          return NOTHING_TO_READ;
        case 'no-token':
          return failed(fitFailure(end.failure, connection));
        case 'failed':
          return refusedBy(end, end.details, now);
      }
    },
  };
}

const GONE = refuse('This connection no longer exists.', 'Close the panel and open it again.');
const MAY_NOT = refuse(
  'The application may not read its own registration.',
  'That is usual. Enter the date that the portal shows, or give the application the permission Application.Read.All of Microsoft Graph.',
);
const NOT_FOUND = refuse(
  'The registration has no such secret or certificate.',
  'Enter the date by hand, as whoever created it knows it.',
);
const NOTHING_TO_READ = refuse('There is nothing to look up for this connection.', 'Enter the date by hand.');
