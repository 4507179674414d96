import fc from 'fast-check';
import * as v from 'valibot';
import { readEntraError } from '../../../src/core/failures/entra-error';
import { failureSchema } from '../../../src/core/model/failure';
import { scopesProblem } from '../../../src/core/model/resource';
import { parseUrl } from '../../../src/core/model/url';
import { registrationScript } from '../../../src/core/setup/registration-scripts';
import { secretProblem, secretWarning } from '../../../src/core/validation/client-secret';
import { readSecretIdentifier, readVaultAddress } from '../../../src/core/validation/key-vault';
import { readRefreshToken } from '../../../src/core/validation/refresh-token';
import { areUsable, settingsProblems } from '../../../src/core/validation/settings';
import { readPaste, readSnippet } from '../../../src/core/validation/snippet';
import { judgePage, mayFetch, signInTitle } from '../../../src/main/sign-in/sign-in-rules';
import { readStartOptions, unsafeSwitch } from '../../../src/main/start-options';
import { decodeText } from '../../../src/platform/files/decode-text';
import { networkCode } from '../../../src/platform/http/network-code';
import { isSameText, onlyValue } from '../../../src/platform/http/redirect';
import { readAccount, readMfa, readTokenFacts } from '../../../src/platform/msal/claims';
import { expectedPage } from '../../../src/platform/sign-in/expected-page';
import { CONTOSO } from '../../support/contoso';
import { hostileText, mutated, mutatedBytes } from '../mutate';
import { check, SECRETS, type Target } from '../target';

/** What people paste: tokens, with what was copied along with them. */
const PASTED = [
  SECRETS.refreshToken,
  `{"refresh_token":"${SECRETS.refreshToken}"}`,
  `\ufeff ${SECRETS.refreshToken}\r\n`,
].map((text) => Buffer.from(text));

const pasted: Target<Buffer> = {
  name: 'pasted-secrets',
  share: 0.3,
  input: fc.oneof(
    mutatedBytes([Buffer.from(PASTED[0] ?? ''), ...PASTED]),
    mutatedBytes([Buffer.from('\ufeffx', 'utf16le'), Buffer.from([0xfe, 0xff, 0, 0x41])]),
    hostileText.map((text) => Buffer.from(text)),
  ),
  feed(bytes) {
    const text = decodeText(bytes);
    if (text === null) return null;
    for (const cloud of ['global', 'custom'] as const) {
      const read = readRefreshToken(text, cloud);
      const again = read.ok ? readRefreshToken(read.token, cloud) : null;
      check(!read.ok || (again?.ok === true && again.token === read.token), 'another token when it is read again');
    }
    const snippet = readSnippet(text);
    const { left } = readPaste(text);
    check(
      left.every((sentence) => /^[A-Z][^<>]*\.$/.test(sentence)),
      'a text that is repeated',
    );
    check(snippet === null || Object.keys(snippet).length > 0, 'a snippet of nothing');
    const told = readRefreshToken(text, 'global');
    return [
      told.ok ? told.note : told.problem,
      secretProblem(text),
      secretWarning(text),
      decodeText(Buffer.from(text))?.length,
    ];
  },
};

const LINKS = [
  'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=x',
  'https://microsoft.com/devicelogin',
  'https://portal.azure.com/#view/x',
  'http://localhost:8400/?code=x&state=y',
  'https://mine.vault.azure.net/secrets/name/0123456789abcdef0123456789abcdef',
  'https://a/.default',
].map((text) => Buffer.from(text));

/** Addresses that a server names, a page goes to, or a person enters. */
const urls: Target<string> = {
  name: 'urls',
  share: 0.3,
  input: fc.oneof(mutatedBytes([Buffer.from(LINKS[0] ?? ''), ...LINKS]).map(String), hostileText),
  feed(address) {
    const url = parseUrl(address);
    check(url === null || parseUrl(url.href)?.href === url.href, 'an address that is another when it is read again');
    const opened = expectedPage(address, CONTOSO, null);
    check(opened === null || /^https:\/\/[a-z.]+\.(?:com|net)\//.test(opened), `opens ${opened}`);
    check(opened === null || OPENED.includes(new URL(opened).origin), `opens ${opened}`);
    const rules = { redirectUri: CONTOSO.redirectUri, practiceOrigin: null };
    const verdict = judgePage(address, rules);
    if (verdict.kind === 'allow') check(address === 'about:blank' || url?.protocol === 'https:', `shows ${address}`);
    if (verdict.kind === 'redirect') check(url?.host === 'localhost:8400', `takes a code from ${address}`);
    if (mayFetch(address, rules))
      check(/^(?:https|wss|about|blob|data):$/.test(url?.protocol ?? ''), `fetches ${address}`);
    const vault = readSecretIdentifier(address, 'global');
    if (vault.ok) check(new URL(vault.value.base).hostname.endsWith('.vault.azure.net'), 'a vault elsewhere');
    const place = readVaultAddress(address, 'global');
    if (place.ok) check(/^https:\/\/[a-z\d-]+\.vault\.azure\.net$/.test(place.value.base), 'a vault elsewhere');
    if (url) for (const name of ['code', 'state', 'error']) onlyValue(url, name);
    return [verdict, vault, signInTitle(address, 'Contoso'), scopesProblem([address]), isSameText(address, 'x')];
  },
};
const OPENED = [
  ...['https://login.microsoftonline.com', 'https://portal.azure.com', 'https://microsoft.com'],
  ...['https://www.microsoft.com', 'https://login.microsoft.com'],
];

/** What a person enters as a connection, and the scripts that are made of it. */
const settings: Target<Partial<Record<keyof typeof FIELDS, string>>> = {
  name: 'entered-settings',
  share: 0.3,
  input: fc.record(
    { name: hostileText, tenant: hostileText, clientId: hostileText, redirectUri: hostileText },
    { requiredKeys: [] },
  ),
  feed(change) {
    const entered = { ...CONTOSO, ...change };
    const custom = {
      authority: entered.redirectUri,
      partnerCenter: entered.tenant,
      scope: entered.name,
      extraCa: null,
    };
    const problems = settingsProblems({ ...entered, cloud: 'custom', customCloud: custom }, [entered.name]);
    for (const problem of Object.values(problems)) check(/^[A-Z].*[.]$/.test(problem), `no sentence: ${problem}`);
    const { application, ...draft } = entered;
    const scripts = (['azure-cli', 'graph-powershell'] as const).map((kind) =>
      registrationScript(kind, { ...draft, application, certificate: null }),
    );
    return [problems, areUsable(entered), scripts];
  },
};
const FIELDS = { name: '', tenant: '', clientId: '', redirectUri: '' };

/** Errors and tokens of an authority, field by field. */
const fields: Target<unknown> = {
  name: 'reply-fields',
  share: 0.3,
  input: mutated(
    [
      {
        error: 'invalid_grant',
        error_description: 'AADSTS70043: lifetime for this request is 3600.',
        error_codes: [70043],
      },
      { id_token: 'a.b.c', access_token: 'eyJ.e30.x', client_info: 'e30' },
    ],
    4,
  ),
  feed(reply) {
    const record: Record<string, unknown> =
      typeof reply === 'object' && reply !== null ? Object.fromEntries(Object.entries(reply)) : {};
    const error = readEntraError(record, (text) => text);
    check(error === null || v.is(failureSchema, { ...error, at: 0 }), 'an error that cannot be saved');
    const token = typeof record.access_token === 'string' ? record.access_token : '';
    const cause = { cause: record.error };
    return [error, readAccount(record), readMfa(token), readTokenFacts(token), networkCode(new Error('x', cause))];
  },
};

/** A command line, and an environment. */
const commandLine: Target<readonly string[]> = {
  name: 'command-line',
  share: 0.3,
  input: fc.array(
    fc.oneof(
      mutatedBytes([
        Buffer.from('--user-data-dir=/x'),
        Buffer.from('--import-token=Contoso'),
        Buffer.from('--inspect=1'),
      ]).map(String),
      hostileText,
    ),
    { maxLength: 5 },
  ),
  feed(argv) {
    const [first = ''] = argv;
    const options = readStartOptions(argv, { PARTNER_TOKEN_TRAY_PRACTICE_CONTROL_PORT: first });
    const { controlPort } = options.practice;
    check(controlPort === undefined || (controlPort > 0 && controlPort < 65_536), 'a port that is none');
    return [options, unsafeSwitch(argv)];
  },
};

export const textTargets: readonly Target[] = [pasted, urls, settings, fields, commandLine];
