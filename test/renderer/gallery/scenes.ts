import { DEFAULT_SETTINGS } from '../../../src/core/model/settings';
import type { ConnectionHistory, ConnectionView, PanelState } from '../../../src/ipc/contract';
import { DAY, HOUR, MINUTE } from '../../../src/ipc/vocabulary';
import { type Failing, NEW_VIEW, newId, VAULT } from './fake-tray';
import { failed, HOURLY, kept, lapsed, signedInOften } from './histories';
import { detailsWith, EVERYTHING_REFUSED } from './refusals';

export interface Scene {
  readonly state: PanelState;
  readonly replies?: Failing;
  readonly historyOf?: (view: ConnectionView) => ConnectionHistory;
}

const now = Date.now();
const LIFETIME = 90 * DAY;

const empty: PanelState = {
  connections: [],
  signIns: [],
  notifications: [],
  moreNotifications: 0,
  settings: DEFAULT_SETTINGS,
  practice: null,
  copied: null,
  batch: null,
  appTrouble: null,
  clockSkew: null,
  version: '0.1.0',
};

function held(number: number, name: string, left: number, change: Partial<ConnectionView> = {}): ConnectionView {
  const issuedAt = now - (LIFETIME - left);
  return {
    ...NEW_VIEW,
    id: newId(number),
    name,
    status: 'fine',
    statusText: `Fine, ${Math.round(left / DAY)} days left`,
    account: `automation@${name.toLowerCase().replace(/[^a-z]+/g, '')}.onmicrosoft.com`,
    hasMfa: true,
    issuedAt,
    expiresAt: issuedAt + LIFETIME,
    lifetime: LIFETIME,
    endsWith: 'lifetime',
    learnedText: null,
    refreshAt: issuedAt + DAY,
    ...change,
  };
}

const fine = held(1, 'Contoso Europe', LIFETIME - 3 * HOUR);

const soon = held(2, 'Contoso North America', 12 * DAY, {
  status: 'soon',
  statusText: 'Expires in 12 days',
  schedule: { kind: 'remind-only' },
  refreshAt: null,
});

const offline = held(3, 'Fabrikam Distribution', 78 * DAY, {
  status: 'offline',
  statusText: 'Offline, retrying in 25 minutes',
  refreshAt: now + 25 * MINUTE,
  troubleDetails: detailsWith('network/refused'),
  trouble: {
    kind: 'transient',
    what: 'The server refused the network connection.',
    advice: 'Check the network, proxy, and firewall. The app retries automatically.',
    remedy: 'wait',
  },
});

const person = held(4, 'Northwind Government', 61 * DAY, {
  cloud: 'us-government',
  cloudLabel: 'US Government',
  status: 'person',
  statusText: 'Action needed',
  refreshAt: null,
  troubleDetails: detailsWith('AADSTS7000222'),
  trouble: {
    kind: 'setup',
    what: 'The client secret expired.',
    advice: 'Create a new secret in the app registration and enter it here.',
    remedy: 'replace-secret',
    registrationPage: 'credentials',
  },
});

const expired = held(5, 'Wide World Importers', -2 * DAY, {
  status: 'expired',
  statusText: 'Expired 2 days ago: sign in again',
  refreshAt: null,
  troubleDetails: detailsWith('AADSTS700082'),
  trouble: {
    kind: 'person',
    what: "The refresh token expired because it wasn't used in time.",
    advice: 'Sign in again.',
    remedy: 'sign-in',
  },
});

/** A code that only Entra ID itself can explain. */
const unexplained = held(9, 'Proseware', 40 * DAY, {
  status: 'person',
  statusText: 'Action needed',
  refreshAt: null,
  troubleDetails: { ...detailsWith('AADSTS999999'), lookUp: 999999 },
  trouble: {
    kind: 'person',
    what: "Entra ID refused with a code that this app doesn't know.",
    advice: 'Read what Entra ID says about this code, or give the details to support.',
    remedy: 'wait',
    note: 'Entra ID says: AADSTS999999: Something new.',
    lookUp: 999999,
  },
});

const mismatched = held(17, 'Southridge Video', 71 * DAY, {
  status: 'person',
  statusText: 'Action needed',
  refreshAt: null,
  troubleDetails: detailsWith('token/mismatch'),
  trouble: {
    kind: 'person',
    what: "These settings don't match the token in the keychain.",
    advice: 'Restore the settings that the token came with, or sign in again if yours are the right ones.',
    remedy: 'sign-in',
    isRestorable: true,
  },
});

const fresh: ConnectionView = { ...NEW_VIEW, id: newId(6), name: 'Adventure Works' };

const working = held(7, 'Tailspin Toys', 74 * DAY, { status: 'working', statusText: 'Refreshing…', busy: 'refresh' });

const signingIn: ConnectionView = {
  ...NEW_VIEW,
  id: newId(8),
  name: 'Litware',
  cloud: 'china',
  cloudLabel: 'China (21Vianet)',
  status: 'working',
  statusText: 'Signing in…',
  busy: 'sign-in',
};

/** Sign-ins that are open, one in each way. */
const ways: readonly ConnectionView[] = [
  { ...signingIn, id: newId(20), name: 'Litware' },
  { ...signingIn, id: newId(21), name: 'Trey Research' },
  { ...signingIn, id: newId(22), name: 'Relecloud' },
  { ...signingIn, id: newId(23), name: 'Woodgrove', signInMethods: ['device-code'], signInMethod: 'device-code' },
  { ...signingIn, id: newId(24), name: 'Tailwind Traders' },
];

const BLOCKED = {
  what: 'Conditional access blocked the sign-in.',
  advice: 'Sign in with your browser, which can show that this device is known.',
  remedy: 'sign-in-in-browser',
} as const;

const openSignIns = (): PanelState['signIns'] => [
  { connectionId: newId(20), method: 'app-window', deviceCode: null, browserFailed: false, blocked: null },
  { connectionId: newId(21), method: 'system-browser', deviceCode: null, browserFailed: false, blocked: null },
  { connectionId: newId(22), method: 'system-browser', deviceCode: null, browserFailed: true, blocked: null },
  {
    connectionId: newId(23),
    method: 'device-code',
    deviceCode: {
      userCode: 'BQ4RXL7DM',
      verificationUri: 'https://microsoft.com/devicelogin',
      expiresAt: Date.now() + 14 * MINUTE,
    },
    browserFailed: false,
    blocked: null,
  },
  {
    connectionId: newId(24),
    method: 'app-window',
    deviceCode: null,
    browserFailed: false,
    blocked: BLOCKED,
  },
];

const noMfa = held(9, 'Proseware', 89 * DAY, {
  hasMfa: false,
  status: 'no-mfa',
  statusText: 'No MFA: sign in again',
});

const credentialExpired = held(18, 'Humongous Insurance', 88 * DAY, {
  status: 'credential-expired',
  statusText: 'Client secret has expired',
  credentialText: 'Client secret has expired',
  credential: { expiresAt: now - DAY, thumbprint: null },
});

/** Its token is dead, whatever is left of its lifetime. */
const revoked = held(19, 'Litware', 88 * DAY, {
  status: 'person',
  statusText: 'Action needed',
  isTokenDead: true,
  refreshAt: null,
  troubleDetails: detailsWith('AADSTS50173'),
  trouble: {
    kind: 'person',
    what: 'The refresh token was revoked because the password changed or sessions were revoked.',
    advice: 'Sign in again.',
    remedy: 'sign-in',
  },
});

const graphWithoutMfa = held(15, 'Alpine Ski House', 89 * DAY, {
  hasMfa: false,
  resource: { kind: 'graph' },
  resourceLabel: 'Microsoft Graph',
});

const practice = held(10, 'Practice partner', 28 * DAY + 62 * DAY, {
  cloud: 'practice',
  cloudLabel: 'Practice',
  status: 'soon',
  statusText: 'Expires in 28 days',
  account: 'alex@fabrikam.practice.invalid',
});

const all = [fine, soon, offline, person, expired, fresh, working, signingIn, noMfa];

function thousand(): readonly ConnectionView[] {
  const kinds = [fine, fine, fine, fine, fine, fine, fine, soon, offline, person, expired, noMfa];
  return Array.from({ length: 1000 }, (_, index) => {
    const kind = kinds[(index * 7) % kinds.length] ?? fine;
    return { ...kind, id: newId(index + 100), name: `Market ${String(index + 1).padStart(4, '0')}` };
  });
}

/** Thirty in four clouds, in every state but work in progress. */
function thirty(): readonly ConnectionView[] {
  const kinds = [fine, soon, fine, offline, person, fine, expired, fine, noMfa, fine];
  const clouds = [
    { cloud: 'global', cloudLabel: 'Global' },
    { cloud: 'us-government', cloudLabel: 'US Government' },
    { cloud: 'global', cloudLabel: 'Global' },
    { cloud: 'practice', cloudLabel: 'Practice' },
    { cloud: 'china', cloudLabel: 'China (21Vianet)' },
    { cloud: 'global', cloudLabel: 'Global' },
    { cloud: 'global', cloudLabel: 'Global' },
  ] as const;
  return Array.from({ length: 30 }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? fine;
    const name = `${kind.name} ${index + 1}`;
    return { ...kind, ...clouds[index % clouds.length], id: newId(index + 2000), name: index === 4 ? LONG : name };
  });
}
const LONG = 'Northwind Traders Government Cloud Distribution and Provisioning';

/** Expired, and no way to the server. */
const cutOff = held(25, 'Wingtip Toys', -2 * DAY, {
  status: 'expired',
  statusText: 'Expired 2 days ago, offline',
  refreshAt: now + 4 * MINUTE,
  troubleDetails: detailsWith('network/refused'),
  trouble: offline.trouble,
});

const notifications: PanelState['notifications'] = [
  {
    id: 'n1',
    connectionId: expired.id,
    title: 'Wide World Importers has expired',
    body: 'Its refresh token was not exchanged for 90 days. Sign in again.',
    actionLabel: 'Sign in',
    worry: 'expired',
    at: now - HOUR,
  },
  {
    id: 'n3',
    connectionId: person.id,
    title: 'Northwind Government: action needed',
    body: 'The client secret has expired.',
    actionLabel: 'Replace secret',
    worry: 'person',
    at: now - 3 * HOUR,
  },
  {
    id: 'n2',
    connectionId: soon.id,
    title: 'Contoso North America expires in 12 days',
    body: 'It is set to remind only. Refresh it now to have 90 days again.',
    actionLabel: 'Refresh now',
    worry: 'soon',
    at: now - 2 * HOUR,
  },
];

/** The worst fifty of a thousand. */
const worstOfMany: PanelState['notifications'] = Array.from({ length: 50 }, (_, number) => ({
  ...{ id: `many${number}`, connectionId: newId(100 + number), title: `Market 0${number + 1} has expired` },
  ...{ body: 'The refresh token no longer works. Sign in again to get a new one.', actionLabel: 'Sign in' },
  ...{ worry: 'expired', at: now - number * HOUR },
}));

/** What the README shows: an ordinary morning. */
const morning: readonly ConnectionView[] = [
  fine,
  held(11, 'Fabrikam Distribution', 90 * DAY - 11 * HOUR),
  held(12, 'Northwind Government', 28 * DAY, {
    cloud: 'us-government',
    cloudLabel: 'US Government',
    status: 'soon',
    statusText: 'Expires in 28 days',
    schedule: { kind: 'remind-only' },
    refreshAt: null,
  }),
];

const learned = held(13, 'Lucerne Publishing', 5 * DAY, {
  issuedAt: now - 5 * HOUR,
  expiresAt: now - 5 * HOUR + 7 * DAY,
  lifetime: 7 * DAY,
  refreshAt: now + 19 * HOUR,
  statusText: 'Fine, 7 days left',
  learnedText: 'Refresh tokens of this tenant expire after 7 days',
});

const signInDue = held(15, 'Adventure Works', 2 * DAY, {
  issuedAt: now - 5 * HOUR,
  expiresAt: now + 2 * DAY,
  lifetime: 7 * DAY,
  endsWith: 'sign-in',
  refreshAt: now + 19 * HOUR,
  status: 'soon',
  statusText: 'Sign in within 2 days',
  learnedText: 'This tenant requires a sign-in every 7 days',
});

const expiring = held(14, 'Trey Research', 80 * DAY, {
  resource: { kind: 'graph' },
  resourceLabel: 'Microsoft Graph',
  credential: { expiresAt: now + 6 * DAY, thumbprint: null },
  credentialText: 'Client secret expires in 6 days',
});

const certified = held(16, 'Fourth Coffee', 60 * DAY, {
  application: 'certificate',
  credential: { expiresAt: Date.UTC(2027, 4, 31), thumbprint: '3a'.repeat(32) },
});

const SCENES: Readonly<Record<string, () => Scene>> = {
  empty: () => ({ state: empty }),
  morning: () => ({ state: { ...empty, connections: morning } }),
  one: () => ({ state: { ...empty, connections: [fine] } }),
  granted: () => ({
    state: {
      ...empty,
      connections: [fine, soon],
      settings: {
        ...empty.settings,
        tokenRequests: 'ask',
        tokenGrants: [
          { connectionId: fine.id, program: '/usr/bin/partner-token', parent: '/usr/bin/pwsh' },
          { connectionId: soon.id, program: 'node', parent: '' },
        ],
      },
    },
  }),
  kept: () => ({ state: { ...empty, connections: [{ ...fine, exportsInUse: 2 }] }, historyOf: kept(DAY) }),
  'kept-hourly': () => ({ state: { ...empty, connections: [fine] }, historyOf: kept(HOUR) }),
  lapsed: () => ({ state: { ...empty, connections: [expired] }, historyOf: lapsed }),
  failed: () => ({ state: { ...empty, connections: [revoked] }, historyOf: failed }),
  'half-day': () => ({
    state: {
      ...empty,
      connections: [
        {
          ...learned,
          ...{ issuedAt: now - 3 * HOUR, expiresAt: now + 9 * HOUR, lifetime: 12 * HOUR, refreshAt: now + HOUR },
          statusText: 'Fine, 9 hours left',
          learnedText: 'Refresh tokens of this tenant expire after 12 hours',
        },
      ],
    },
    historyOf: HOURLY,
  }),
  'signed-in-often': () => ({ state: { ...empty, connections: [signInDue] }, historyOf: signedInOften }),
  two: () => ({ state: { ...empty, connections: [fine, soon] } }),
  new: () => ({ state: { ...empty, connections: [fresh] } }),
  states: () => ({ state: { ...empty, connections: all } }),
  each: () => ({ state: { ...empty, connections: all.slice(0, 6) } }),
  'notified-of-many': () => ({
    state: { ...empty, connections: thousand(), notifications: worstOfMany, moreNotifications: 950 },
  }),
  notifications: () => ({ state: { ...empty, connections: [expired, soon, person], notifications } }),
  trouble: () => ({
    state: {
      ...empty,
      connections: [fine],
      appTrouble: {
        what: 'The keychain is locked.',
        advice: 'Unlock the login keyring, then try again.',
        details: detailsWith('keychain/locked'),
        button: 'Try again',
      },
    },
  }),
  unexplained: () => ({ state: { ...empty, connections: [unexplained] } }),
  mismatched: () => ({ state: { ...empty, connections: [mismatched] } }),
  asks: () => ({ state: { ...empty, connections: [revoked, credentialExpired] } }),
  vault: () => ({
    state: {
      ...empty,
      connections: [
        {
          ...fine,
          vault: {
            ...VAULT,
            text: 'Key Vault is 2 refreshes behind',
            behind: 2,
            retryAt: now + 25 * MINUTE,
            details: detailsWith('vault/not-a-token'),
            trouble: {
              kind: 'setup',
              what: 'The secret holds something other than a refresh token.',
              advice: 'Choose another name for the secret, or replace what it holds.',
              remedy: 'wait',
            },
          },
        },
      ],
    },
  }),
  certified: () => ({ state: { ...empty, connections: [certified] } }),
  newer: () => ({
    state: {
      ...empty,
      connections: [fine],
      appTrouble: {
        what: 'The connections file was written by a newer version of this app.',
        advice: 'Install the newest version. Until then nothing is changed or refreshed.',
        details: detailsWith('file/newer'),
        button: null,
      },
    },
  }),
  clock: () => ({
    state: {
      ...empty,
      connections: [fine, soon],
      clockSkew: {
        what: "This computer's clock is 12 minutes behind.",
        advice: 'Set it, or let the system set it by itself: until then, times and days left are wrong by as much.',
      },
    },
  }),
  practice: () => ({ state: { ...empty, connections: [practice], practice: { offset: 62 * DAY, networkUp: false } } }),
  'practice-waiting': () => ({
    state: {
      ...empty,
      connections: [{ ...fresh, name: 'Practice', cloud: 'practice', cloudLabel: 'Practice' }],
      practice: { offset: 0, networkUp: true },
    },
  }),
  copied: () => ({
    state: {
      ...empty,
      connections: [fine, soon],
      copied: { connectionId: fine.id, clearsAt: Date.now() + 42_000, what: 'access-token' },
    },
  }),
  learned: () => ({ state: { ...empty, connections: [learned] } }),
  'sign-in-due': () => ({ state: { ...empty, connections: [signInDue] } }),
  expiring: () => ({ state: { ...empty, connections: [expiring] } }),
  busy: () => ({ state: { ...empty, connections: [working, signingIn] } }),
  ways: () => ({ state: { ...empty, connections: ways, signIns: openSignIns() } }),
  blocked: () => ({
    state: { ...empty, connections: [fine] },
    replies: {
      signIn: { ok: false, ...BLOCKED },
    },
  }),
  'other-account': () => ({
    state: { ...empty, connections: [fine] },
    replies: {
      signIn: {
        ok: false,
        what: 'You signed in as eve@contoso.com, but this connection belongs to a different account.',
        advice: 'Sign in with the account of this connection, or add a new connection for the other account.',
        remedy: 'sign-in',
        isAddable: true,
        details: detailsWith('account/other'),
      },
    },
  }),
  helpless: () => ({
    state: { ...empty, connections: [fine] },
    replies: EVERYTHING_REFUSED,
  }),
  'no-mfa': () => ({ state: { ...empty, connections: [noMfa, graphWithoutMfa] } }),
  thirty: () => ({ state: { ...empty, connections: thirty(), practice: { offset: 0, networkUp: true } } }),
  'cut-off': () => ({ state: { ...empty, connections: [cutOff] } }),
  thousand: () => ({ state: { ...empty, connections: thousand() } }),
  refusing: () => ({
    state: { ...empty, connections: [fine, soon] },
    replies: {
      refresh: {
        ok: false,
        what: 'The sign-in service is busy.',
        advice: 'It is tried again in 5 minutes.',
        details: detailsWith('AADSTS90033'),
      },
      copyAccessToken: 'throws',
      addConnection: {
        ok: false,
        what: 'Another connection has this name.',
        advice: 'Choose a different one.',
        field: 'name',
      },
    },
  }),
};

/** The scene of that name; throws when there is none. */
export function sceneNamed(name: string): Scene {
  const scene = SCENES[name];
  if (scene === undefined) throw new Error(`no scene "${name}"`);
  return scene();
}
