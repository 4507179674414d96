import type { Connection } from '../../../src/core/model/connection';
import type { ExportedToken } from '../../../src/core/model/exported-token';
import type { SavedState } from '../../../src/core/storage/ports';
import { CONTOSO } from '../../support/contoso';

/** A connection that uses every field. */
export function someConnection(number = 1): Connection {
  return {
    ...CONTOSO,
    id: number.toString(16).padStart(32, '0'),
    createdAt: 1_700_000_000_000,
    name: `Market ${number}`,
    clientId: 'a9911ca7-0000-4000-8000-00000000a991',
    token: {
      serial: 3,
      issuedAt: 1_700_000_000_000,
      lifetime: 7_776_000_000,
      signedInAt: 1_699_000_000_000,
      signInLimit: { reason: 'sign-in-frequency', span: 15_552_000_000 },
      account: { username: 'alex@contoso.example', objectId: 'o', tenantId: 't' },
      hasMfa: null,
    },
    credential: { serial: 1, expiresAt: null, thumbprint: null, notificationsRaised: [] },
    trouble: {
      failure: {
        code: 'AADSTS70043',
        at: 1_700_000_000_000,
        sentence: 'AADSTS70043: The refresh token has expired.',
        traceId: '0000aaaa-11bb-cccc-dd22-eeeeee333333',
        correlationId: 'aaaa0000-bb11-2222-33cc-444444dddddd',
        retryAfter: 5_000,
        learnedLifetime: 7_776_000_000,
        learnedSignInLimit: { reason: 'sign-in-frequency', span: 15_552_000_000 },
        detail: { kind: 'expired', at: 1_700_000_000_000 },
      },
      since: 1_700_000_000_000,
      attempts: 2,
      retryAt: null,
    },
    learnedLifetime: null,
    learnedSignInLimit: { reason: 'sign-in-frequency', span: 15_552_000_000 },
    refreshAt: 1_700_086_400_000,
    notificationsRaised: ['30'],
  };
}

/** An exported token of a connection that uses every field. */
function someExportedToken(number: number): ExportedToken {
  return {
    id: (number + 0xc000).toString(16).padStart(32, '0'),
    connectionId: number.toString(16).padStart(32, '0'),
    to: 'file',
    place: '/home/alex/token.txt',
    label: 'Billing script',
    takenAt: 1_700_000_000_000,
    issuedAt: 1_699_999_000_000,
    lifetime: 7_776_000_000,
    signedInAt: 1_699_000_000_000,
    signInLimit: { reason: 'single-page', span: 86_400_000 },
    salt: 'AAECAwQFBgcICQoLDA0ODw',
    digest: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg',
    replacedAt: null,
    notificationsRaised: ['30'],
  };
}

/** A state with so many connections, each with an exported token. */
export function stateOf(count: number): SavedState & { readonly version: 3 } {
  return {
    version: 3,
    connections: Array.from({ length: count }, (_, index) => someConnection(index + 1)),
    unsettled: [],
    exportedTokens: Array.from({ length: count }, (_, index) => someExportedToken(index + 1)),
  };
}
