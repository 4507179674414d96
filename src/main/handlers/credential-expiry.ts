import { type ExpiryPorts, lookUpExpiry } from '../../platform/api-check/learn-expiry';
import type { PanelHandlers } from '../panel/panel-ipc';
import { answer, failed, GONE, refusedBy } from '../wording/replies';

const ENTER_DATE = 'Enter the date yourself.';

/** Why the directory does not tell when a secret or certificate ends. */
export const LOOKUP_PROBLEMS = {
  'may-not': {
    what: "The application can't read its own registration.",
    advice: `Most apps don't have this permission. ${ENTER_DATE}`,
  },
  'not-found': { what: "The app registration doesn't list this secret or certificate.", advice: ENTER_DATE },
  'nothing-to-read': { what: "There's nothing to look up for this connection.", advice: ENTER_DATE },
} as const;

/** Looks up in the directory when the held secret or certificate expires, and notes it. */
export function expiryHandlers(ports: ExpiryPorts): Pick<PanelHandlers, 'readCredentialExpiry'> {
  const { keeper } = ports;
  return {
    readCredentialExpiry: async ({ id }) => {
      const connection = keeper.find(id);
      if (!connection) return GONE;
      const found = await lookUpExpiry(ports, connection, new AbortController().signal);
      if (!found.ok) return failed(found.failure, connection);
      const end = found.value;
      switch (end.kind) {
        case 'known': {
          const noted = await keeper.noteCredentialExpiry(id, end.expiresAt);
          return noted.ok ? answer({ kind: 'found', expiresAt: end.expiresAt }) : failed(noted.failure, connection);
        }
        case 'may-not':
        case 'not-found':
        case 'nothing-to-read': {
          const { what, advice } = LOOKUP_PROBLEMS[end.kind];
          return answer({ kind: 'not-found', what, advice });
        }
        case 'no-token':
          return failed(end.failure, connection);
        case 'failed':
          return refusedBy(end, end.details, keeper.nowFor(connection));
      }
    },
  };
}
