import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PANEL_METHODS, type PanelMethod } from '../../src/ipc/panel-api';
import { checkArgument, MAX_PRACTICE_STEP } from '../../src/ipc/schemas';
import { DAY, HOUR } from '../../src/ipc/vocabulary';
import { CONTOSO } from '../support/contoso';

const ID = '0123456789abcdef0123456789abcdef';
const { schedule: _, ...settings } = CONTOSO;
const DRAFT = { ...settings, application: { kind: 'secret', secret: 'a~secret', expiresAt: null } };
const CERTIFICATE_ID = '4f0c2a1e-9d4f-4b43-8a9a-1f6f3b1f4a10';
const REGISTRATION = {
  kind: 'azure-cli',
  name: '',
  cloud: 'global',
  tenant: '',
  application: 'certificate',
  certificateId: CERTIFICATE_ID,
  resource: { kind: 'partner-center' },
  redirectUri: 'http://localhost:8400/',
};
const KEY_VAULT = {
  url: 'https://contoso.vault.azure.net',
  secretName: 'token',
  credential: { kind: 'application' },
  names: { applicationId: null, applicationSecret: null, tenantId: null },
  disableOldVersions: false,
};
const CUSTOM_CLOUD = {
  authority: 'https://login.example.com',
  partnerCenter: 'https://api.example.com',
  scope: 'https://api.example.com/user_impersonation',
  extraCa: null,
};

const good: ReadonlyArray<readonly [PanelMethod, unknown]> = [
  ['getState', undefined],
  ['addConnection', DRAFT],
  ['addConnection', { ...DRAFT, tenant: '' }],
  ['updateConnection', { id: ID }],
  ['updateConnection', { id: ID, name: 'New', schedule: { kind: 'every', interval: HOUR } }],
  ['updateConnection', { id: ID, schedule: { kind: 'every', interval: 30 * DAY } }],
  ['updateConnection', { id: ID, schedule: { kind: 'remind-only' } }],
  ['addConnection', { ...DRAFT, cloud: 'custom', customCloud: CUSTOM_CLOUD }],
  ['addConnection', { ...DRAFT, application: { kind: 'certificate', certificateId: CERTIFICATE_ID } }],
  ['addConnection', { ...DRAFT, resource: { kind: 'custom', scopes: ['https://vault.azure.net/.default'] } }],
  ['updateConnection', { id: ID, customCloud: null, resource: { kind: 'graph' }, signInMethod: 'system-browser' }],
  ['replaceCredential', { id: ID, application: { kind: 'secret', secret: 'x', expiresAt: 1_800_000_000_000 } }],
  ['replaceCredential', { id: ID, application: { kind: 'public' } }],
  ['setCredentialExpiry', { id: ID, expiresAt: null }],
  ['unlockCertificate', { id: CERTIFICATE_ID, passphrase: '' }],
  ['copyRegistrationScript', REGISTRATION],
  ['addConnection', { ...DRAFT, application: { kind: 'same-as', id: ID } }],
  ['keepDraft', { form: 'add', draft: { tenant: 'contoso.com', signInMethod: null }, isOpen: true }],
  ['keepDraft', { form: `edit/${ID}`, draft: null, isOpen: false }],
  ['openNewRegistration', { cloud: 'china', tenant: '' }],
  ['copyDetails', { text: 'Code: AADSTS50173', id: ID }],
  ['copyDetails', { text: 'Code: keychain/locked', id: null }],
  ['copyCommand', { id: ID, form: 'partner-center' }],
  ['withdrawTokenGrant', { connectionId: ID, program: '/usr/bin/node', parent: '' }],
  ['updateSettings', { tokenRequests: 'never' }],
  ['exportRefreshToken', { id: ID, to: 'clipboard' }],
  ['exportRefreshToken', { id: ID, to: 'file' }],
  ['exportedTokens', { id: ID }],
  ['markExportReplaced', { id: ID, exportId: ID }],
  ['exportRefreshToken', { id: ID, to: 'file', label: 'Billing' }],
  ['unmarkExport', { id: ID, exportId: ID }],
  ['labelExport', { id: ID, exportId: ID, label: '' }],
  ['labelExport', { id: ID, exportId: ID, label: 'x'.repeat(60) }],
  ['history', { id: ID }],
  ['saveHistory', { id: ID }],
  ['setKeyVault', { id: ID, settings: KEY_VAULT }],
  ['setKeyVault', { id: ID, settings: { ...KEY_VAULT, credential: { kind: 'managed-identity', clientId: null } } }],
  ['syncKeyVault', { id: ID, replace: true }],
  ['signIn', { id: ID }],
  ['signIn', { id: ID, consent: true }],
  ['dismissNotification', { id: `${ID}/30/1700000000000` }],
  ['updateSettings', {}],
  ['updateSettings', { clearClipboardAfter: 15_000, theme: 'dark', copyShortcut: null, agentSocket: false }],
  ['updateSettings', { copyShortcut: { accelerator: 'CommandOrControl+Alt+T', connectionId: ID } }],
  ['advancePracticeClock', { by: 62 * DAY }],
  ['advancePracticeClock', { by: MAX_PRACTICE_STEP }],
  ['setPracticeNetwork', { up: false }],
];

const hostile: ReadonlyArray<readonly [string, PanelMethod, unknown]> = [
  ['an argument where none is taken', 'getState', {}],
  ['null where none is taken', 'closePanel', null],
  ['no argument where one is needed', 'refresh', undefined],
  ['a bare string', 'refresh', ID],
  ['an array', 'refresh', [{ id: ID }]],
  ['an unknown property', 'refresh', { id: ID, force: true }],
  ['details as long as anything', 'copyDetails', { text: 'x'.repeat(8001), id: null }],
  ['an id with a path in it', 'refresh', { id: '../../../../../../../../etc/passwd' }],
  ['an id with a trailing line feed', 'refresh', { id: `${ID}\n` }],
  ['an id in upper case', 'refresh', { id: ID.toUpperCase() }],
  ['an id that only turns into one', 'refresh', { id: { toString: () => ID } }],
  ['a name that is a megabyte', 'addConnection', { ...DRAFT, name: 'x'.repeat(1_000_000) }],
  [
    'a secret that is a megabyte',
    'addConnection',
    { ...DRAFT, application: { kind: 'secret', secret: 'x'.repeat(1_000_000), expiresAt: null } },
  ],
  [
    'a certificate that comes from the panel',
    'addConnection',
    { ...DRAFT, application: { kind: 'certificate', pem: '' } },
  ],
  ['a path for a certificate', 'unlockCertificate', { id: '../../etc/passwd', passphrase: '' }],
  ['a public client with a secret', 'replaceCredential', { id: ID, application: { kind: 'public', secret: 'x' } }],
  ['an expiry that is no number', 'setCredentialExpiry', { id: ID, expiresAt: Number.NaN }],
  ['61 scopes', 'updateConnection', { id: ID, resource: { kind: 'custom', scopes: Array(61).fill('https://a/b') } }],
  ['a way to sign in that is none', 'updateConnection', { id: ID, signInMethod: 'carrier-pigeon' }],
  ['a cloud that is none', 'addConnection', { ...DRAFT, cloud: 'https://evil.example' }],
  ['a cloud called __proto__', 'addConnection', { ...DRAFT, cloud: '__proto__' }],
  ['a cloud called constructor', 'addConnection', { ...DRAFT, cloud: 'constructor' }],
  ['a draft without its secret', 'addConnection', { ...DRAFT, application: { kind: 'secret', expiresAt: null } }],
  ['a draft with an id of its own', 'addConnection', { ...DRAFT, id: ID }],
  [
    'a secret of another connection for one that there is',
    'replaceCredential',
    { id: ID, application: { kind: 'same-as', id: ID } },
  ],
  ['a draft with a secret', 'keepDraft', { form: 'add', draft: { secret: 'a~secret' }, isOpen: true }],
  ['a draft of no form', 'keepDraft', { form: 'edit/__proto__', draft: {}, isOpen: true }],
  ['a script with a secret in it', 'copyRegistrationScript', { ...REGISTRATION, secret: 'a~secret' }],
  ['a script for another shell', 'copyRegistrationScript', { ...REGISTRATION, kind: 'cmd' }],
  ['a change of cloud', 'updateConnection', { id: ID, cloud: 'china' }],
  ['an undefined name', 'updateConnection', { id: ID, name: undefined }],
  ['an interval of one millisecond', 'updateConnection', { id: ID, schedule: { kind: 'every', interval: 1 } }],
  [
    'an interval that is not a number',
    'updateConnection',
    { id: ID, schedule: { kind: 'every', interval: Number.NaN } },
  ],
  [
    'an endless interval',
    'updateConnection',
    { id: ID, schedule: { kind: 'every', interval: Number.POSITIVE_INFINITY } },
  ],
  ['a schedule that is both', 'updateConnection', { id: ID, schedule: { kind: 'remind-only', interval: HOUR } }],
  ['a consent that is truthy', 'signIn', { id: ID, consent: 1 }],
  ['an export that the panel confirms', 'exportRefreshToken', { id: ID, to: 'file', confirmed: true }],
  ['an export to a place of its own', 'exportRefreshToken', { id: ID, to: '/etc/passwd' }],
  ['an export to Key Vault', 'exportRefreshToken', { id: ID, to: 'key-vault' }],
  ['an export to a path', 'exportRefreshToken', { id: ID, to: 'file', path: '/tmp/x' }],
  ['a label as long as anything', 'labelExport', { id: ID, exportId: ID, label: 'x'.repeat(61) }],
  ['a history saved where the panel says', 'saveHistory', { id: ID, path: '/etc/cron.d/x' }],
  ['a history of the panel', 'saveHistory', { id: ID, csv: '=cmd()' }],
  ['a copy without its id', 'markExportReplaced', { id: ID }],
  ['an empty notification id', 'actOnNotification', { id: '' }],
  ['a long notification id', 'actOnNotification', { id: 'x'.repeat(201) }],
  ['a clipboard that is never cleared', 'updateSettings', { clearClipboardAfter: Number.POSITIVE_INFINITY }],
  ['a clipboard cleared at once', 'updateSettings', { clearClipboardAfter: 0 }],
  ['a shortcut with a space', 'updateSettings', { copyShortcut: { accelerator: 'Ctrl + T', connectionId: ID } }],
  ['a theme that is none', 'updateSettings', { theme: 'hotdog' }],
  ['a socket that is half on', 'updateSettings', { agentSocket: 'on' }],
  ['programs that may have tokens', 'updateSettings', { tokenGrants: [] }],
  ['a command that there is not', 'copyCommand', { id: ID, form: 'rm' }],
  ['a Map of settings', 'updateSettings', new Map([['theme', 'dark']])],
  ['a Set for settings', 'updateSettings', new Set(['dark'])],
  ['a Date for settings', 'updateSettings', new Date(0)],
  ['a list for settings', 'updateSettings', []],
  ['bytes for settings', 'updateSettings', new ArrayBuffer(8)],
  ['a list with a name for settings', 'updateSettings', Object.assign([], { theme: 'dark' })],
  ['a Map with an id', 'refresh', Object.assign(new Map(), { id: ID })],
  ['time travel to the past', 'advancePracticeClock', { by: -DAY }],
  ['time travel beyond 400 days', 'advancePracticeClock', { by: MAX_PRACTICE_STEP + 1 }],
  ['a fraction of a millisecond', 'advancePracticeClock', { by: 1.5 }],
  ['a network neither up nor down', 'setPracticeNetwork', { up: 'false' }],
];

describe('what the panel sends', () => {
  it.each(good)('to %s passes unchanged when it is as agreed', (method, argument) => {
    expect(checkArgument(method, argument)).toEqual({ ok: true, value: argument });
  });

  it.each(hostile)('is refused: %s', (_, method, argument) => {
    expect(checkArgument(method, argument).ok).toBe(false);
  });

  it('is refused without repeating any of it', () => {
    const checked = checkArgument('replaceCredential', {
      id: 'hunter2',
      application: { kind: 'secret', secret: 'hunter2' },
    });
    expect(JSON.stringify(checked)).not.toContain('hunter2');
    expect(checked).toEqual({ ok: false });
  });

  it('never makes the check throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.constantFrom(...PANEL_METHODS), fc.anything({ withNullPrototype: true }), (method, argument) => {
        expect(typeof checkArgument(method, argument).ok).toBe('boolean');
      }),
    );
  });
});
