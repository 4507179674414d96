import fc from 'fast-check';
import { classify } from '../../../src/core/failures/classify';
import type { Connection, ConnectionSettings } from '../../../src/core/model/connection';
import type { Credential } from '../../../src/core/model/credential';
import type { Exchange } from '../../../src/core/model/exchange';
import { HOUR } from '../../../src/core/model/time';
import { failed } from '../../../src/main/wording/replies';
import { detailsOfCheck } from '../../../src/main/wording/support-details';
import { probe } from '../../../src/platform/api-check/api-check';
import { readVaultSecret } from '../../../src/platform/api-check/key-vault-read';
import { readCredentialEnd } from '../../../src/platform/api-check/secret-expiry';
import type { NetworkOptions } from '../../../src/platform/http/fetch-within';
import { createKeyVault } from '../../../src/platform/key-vault/key-vault';
import { createAuthorization } from '../../../src/platform/msal/authorization';
import { createDeviceCodeSignIn, type DeviceCode } from '../../../src/platform/msal/device-code';
import { createTokenEndpoint } from '../../../src/platform/msal/token-endpoint';
import { ENTRA_ERRORS } from '../../../src/practice/wire/entra-errors';
import { CONTOSO } from '../../support/contoso';
import { atLeastOne, hostileText, mutated, mutatedBytes, mutatedJson, toJson } from '../mutate';
import { checkLoadable, goodDiscovery, goodReply, secretWorld, shownOf } from '../support';
import { check, SECRETS, type Target } from '../target';

const { refreshToken, clientSecret, accessToken, code } = SECRETS;
const CREDENTIAL: Credential = { kind: 'secret', clientSecret };
const LAB = 'https://login.lab.example';
const CUSTOM: ConnectionSettings = {
  ...CONTOSO,
  cloud: 'custom',
  customCloud: { authority: LAB, partnerCenter: 'https://api.lab.example', scope: 'https://a/b', extraCa: null },
};
const PLACES = [CONTOSO, CUSTOM] as const;

/** What a server answers to one request. */
interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer;
}

const headers = fc.array(
  fc.tuple(
    fc.constantFrom('date', 'retry-after', 'location', 'content-type', 'ms-requestid', 'ismfacompliant', 'request-id'),
    fc.oneof(
      fc.constantFrom('3600', '-1', '1e308', 'Tue, 01 Jan 2999 00:00:00 GMT', 'true', refreshToken),
      hostileText,
    ),
  ),
  { maxLength: 3 },
);

function replies(bodies: readonly [unknown, ...unknown[]]): fc.Arbitrary<Reply> {
  const status = fc.oneof(
    fc.constant(200),
    fc.constantFrom(200, 201, 204, 302, 400, 401, 403, 404, 407, 429, 500, 503),
  );
  return fc.record({ status, headers, body: mutatedJson(bodies) });
}

/** What was sent, for a server that repeats it. It is filled in last, so that no change gets into the middle of it. */
const SENT = 'WHAT-WAS-SENT';

function secretsOf({ body, headers }: RequestInit): string {
  const fields = new URLSearchParams(String(body ?? ''));
  const inBody = ['code', 'refresh_token', 'client_secret', 'code_verifier'].map((name) => fields.get(name) ?? '');
  return [...inBody, new Headers(headers).get('authorization') ?? ''].join(' ');
}

function responseOf({ status, headers, body }: Reply, sent: string): Response {
  const response = new Headers();
  for (const [name, value] of headers)
    try {
      response.append(name, value);
    } catch {
      // No server can send it.
    }
  return new Response(status === 204 ? null : Buffer.from(body.toString('latin1').replaceAll(SENT, sent), 'latin1'), {
    status,
    headers: response,
  });
}

/** Answers what is asked for by POST, or of an API, with one reply after the other; the last one goes on. */
function network(
  discovery: Buffer | null,
  ...answers: readonly Reply[]
): NetworkOptions & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    practiceOrigin: () => null,
    fetch: async (url, init) => {
      asked.push(String(url));
      if (String(url).includes('openid-configuration'))
        return new Response(
          Uint8Array.from(discovery ?? Buffer.from(toJson(goodDiscovery(`${LAB}/${CONTOSO.tenant}`)))),
        );
      const answer = answers[Math.min(asked.length, answers.length) - 1] ?? answers.at(-1);
      check(answer !== undefined && init !== undefined, 'a request that nobody expects');
      return responseOf(answer, secretsOf(init));
    },
  };
}

/** As Entra ID words its errors, with what was sent repeated in them. */
const ENTRA = Object.entries(ENTRA_ERRORS).map(([number, { error, text, suberror, claims }]) => ({
  error,
  error_description: `AADSTS${number}: ${text} '${SENT}' Trace ID: 0a1b2c3d-1111-4222-8333-444444444444 Correlation ID: 0a1b2c3d-1111-4222-8333-444444444445 Timestamp: 2026-05-01 10:00:00Z`,
  error_codes: [Number(number)],
  trace_id: '0a1b2c3d-1111-4222-8333-444444444444',
  suberror,
  claims,
}));
const LEARNED = [
  'AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-05-01T10:00:00.0000000Z and was inactive for 90.00:00:00.',
  'AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks by conditional access. The token was issued on 2026-05-01T10:00:00.0000000Z and the maximum allowed lifetime for this request is 3600.',
  "AADSTS90038: Tenant 'x' request is being redirected to the National Cloud 'MicrosoftOnline.CN'.",
  'AADSTS700084: The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime of 1.00:00:00.',
].map((error_description) => ({ error: 'invalid_grant', error_description, error_codes: [] }));
const TOKEN_BODIES = [goodReply(CONTOSO.clientId), ...LEARNED, ...ENTRA] as const;
/** Sentences that are changed letter by letter, as the app reads numbers out of them. */
const sentences = mutatedBytes(atLeastOne(LEARNED.map(({ error_description }) => Buffer.from(error_description)))).map(
  (bytes) => Buffer.from(toJson({ error: 'invalid_grant', error_description: bytes.toString() })),
);

/** Hands an exchange to a keeper, which has to stand whatever is in it. */
async function live(exchange: Exchange): Promise<unknown> {
  const { world, keeper, id } = await secretWorld();
  world.server = () => exchange;
  const refreshed = await keeper.refresh(id);
  const atOnce = shownOf(keeper, world.notifications);
  await world.pass(HOUR);
  const later = shownOf(keeper, world.notifications);
  await keeper.stop();
  check(world.redeemed.length < 70, 'a storm of exchanges');
  await checkLoadable(world.saved);
  const words = refreshed.ok ? null : failed(refreshed.failure, CONTOSO);
  return [words, atOnce, later, world.saved, world.histories, world.events.length];
}

interface Exchanged {
  readonly place: ConnectionSettings;
  readonly discovery: Buffer | null;
  readonly reply: Reply;
}

const exchanged: fc.Arbitrary<Exchanged> = fc.record({
  place: fc.constantFrom(...PLACES),
  discovery: fc.option(mutatedJson([goodDiscovery(`${LAB}/${CONTOSO.tenant}`)])),
  reply: fc.oneof(replies(TOKEN_BODIES), fc.record({ status: fc.constant(400), headers, body: sentences })),
});

const tokenReplies: Target<Exchanged> = {
  name: 'token-replies',
  input: exchanged,
  async feed({ place, discovery, reply }) {
    const options = network(discovery, reply);
    const { signal } = new AbortController();
    const redeem = createTokenEndpoint(options).redeem;
    const exchange = await redeem({ connection: place, credential: CREDENTIAL, refreshToken, signal });
    checkHosts(options.asked, place);
    if (!exchange.ok) return [classify(exchange.raw, 0), await live(exchange)];
    const { accessTokenLifetime, serverTime, account } = exchange.tokens;
    check(Number.isFinite(accessTokenLifetime), 'an access token that never ends');
    check(serverTime === null || Number.isFinite(serverTime), 'a time that is none');
    return [account, await live(exchange)];
  },
};

/** What carries a secret goes to the authority and nowhere else. */
function checkHosts(asked: readonly string[], place: ConnectionSettings): void {
  const hosts = place.cloud === 'custom' ? [LAB, 'https://api.lab.example'] : MICROSOFT;
  for (const url of asked) check(hosts.includes(new URL(url).origin), `asked ${url}`);
}
const MICROSOFT = [
  'https://login.microsoftonline.com',
  'https://api.partnercenter.microsoft.com',
  'https://graph.microsoft.com',
  'https://outlook.office365.com',
  'https://mine.vault.azure.net',
];

interface Redirected extends Exchanged {
  /** The query of the address that the browser was sent back to. */
  readonly query: unknown;
  readonly base: string;
}

/** The browser's way back, and what the token endpoint says then. */
const signIn: Target<Redirected> = {
  name: 'sign-in-redirects',
  input: exchanged.chain((all) =>
    fc.record({
      ...{ place: fc.constant(all.place), discovery: fc.constant(all.discovery), reply: fc.constant(all.reply) },
      query: mutated([
        { code, state: '$state' },
        { error: 'access_denied', error_description: 'AADSTS65004: No.', state: '$state' },
      ]),
      base: fc.oneof(fc.constant(CONTOSO.redirectUri), hostileText),
    }),
  ),
  async feed({ place, discovery, reply, query, base }) {
    const options = network(discovery, reply);
    const { signal } = new AbortController();
    const begun = await createAuthorization(options)({
      ...{ connection: place, credential: CREDENTIAL, loginHint: null, consent: false, signal },
    });
    if (!begun.ok) return failed(classify(begun.raw, 0), place);
    const { url, state, finish } = begun.value;
    // Of a custom cloud it may be on another host: nothing secret goes there.
    check(url.startsWith(place.cloud === 'custom' ? 'https://' : 'https://login.microsoftonline.com/'), `opens ${url}`);
    check(new URL(url).username === '' && new URL(url).password === '', `opens ${url}`);
    const fields = typeof query === 'object' && query !== null ? Object.entries(query) : [];
    const text = fields.map(([key, value]) => {
      const one = value === '$state' ? state : typeof value === 'string' ? value : toJson(value);
      return new URLSearchParams([[key, one]]).toString();
    });
    const exchange = await finish(`${base}?${text.join('&')}`);
    checkHosts(options.asked, place);
    return exchange.ok ? exchange.tokens.account : failed(classify(exchange.raw, 0), place);
  },
};

const CODE_REPLY = {
  device_code: 'd3v1ce',
  user_code: 'ABCD-EFGH',
  verification_uri: 'https://login.microsoft.com/device',
  expires_in: 900,
  interval: 5,
  message: 'To sign in …',
};

/** The reply that has a device code in it. Whoever waits for the person does so in peace, and gives up at once when told to. */
const deviceCodes: Target<Reply> = {
  name: 'device-codes',
  input: replies([CODE_REPLY]),
  async feed(reply) {
    const pending = { status: 400, headers: [], body: Buffer.from('{"error":"authorization_pending"}') };
    const options = network(null, reply, pending);
    const abort = new AbortController();
    let shown: DeviceCode | null = null;
    const connection: ConnectionSettings = { ...CONTOSO, application: { kind: 'public' }, signInMethod: 'device-code' };
    const done = createDeviceCodeSignIn(options)({
      connection,
      signal: abort.signal,
      show: (one) => {
        shown = one;
        setTimeout(() => abort.abort(), 30);
      },
    });
    const exchange = await done;
    check(options.asked.length <= 3, `asks the server ${options.asked.length} times in a moment`);
    check(!exchange.ok, 'tokens of nobody');
    return [shown, failed(classify(exchange.raw, 0), connection)];
  },
};

const ME = { displayName: 'Ada', userPrincipalName: 'ada@contoso.example', value: [{ displayName: 'Contoso' }] };
const API_BODIES = [
  { companyName: 'Contoso', tenantId: CONTOSO.tenant, mpnId: '123', items: [] },
  { code: '900421', description: `MFA ${SENT}`, message: SENT },
  { error: { code: 'Forbidden', message: SENT, innererror: { code: 'ForbiddenByFirewall' } } },
  {
    value: 'the-secret',
    id: `https://mine.vault.azure.net/secrets/x/${'a'.repeat(32)}`,
    attributes: { enabled: true },
  },
  ME,
  {
    passwordCredentials: [{ hint: clientSecret.slice(0, 3), endDateTime: '2027-01-01T00:00:00Z' }],
    keyCredentials: [],
  },
  { value: [{ Name: 'Contoso', DisplayName: 'Contoso' }] },
] as const;

/** A vault's calls, with what comes of each that is no secret. */
async function askVault(options: NetworkOptions, cloud: ConnectionSettings['cloud']): Promise<unknown> {
  const { signal } = new AbortController();
  const vault = createKeyVault(options);
  const call = { cloud, base: 'https://mine.vault.azure.net', signal, accessToken, name: 'x' };
  if (cloud === 'custom') return null;
  const read = await vault.read(call);
  const entry = { value: refreshToken, contentType: 'text/plain', expiresAt: 1, tags: {} };
  const others = [
    await vault.challenge(call),
    await vault.write(call, entry),
    await vault.disable(call, 'f'.repeat(32)),
  ];
  return [read.ok ? read.value?.version : read, ...others];
}

/** What Partner Center, Graph, Exchange Online and Key Vault say. */
const apiReplies: Target<{
  readonly kind: Connection['resource']['kind'];
  readonly all: readonly Reply[];
  readonly place: ConnectionSettings;
}> = {
  name: 'api-replies',
  input: fc.record({
    kind: fc.constantFrom('partner-center', 'graph', 'exchange-online', 'custom'),
    all: fc.array(replies(API_BODIES), { minLength: 1, maxLength: 4 }),
    place: fc.constantFrom(...PLACES),
  }),
  async feed({ kind, all, place }) {
    const { signal } = new AbortController();
    const resource = kind === 'custom' ? ({ kind, scopes: [] } as const) : { kind };
    const connection = { ...place, resource };
    const options = network(null, ...all);
    const checked = await probe(options, { connection, accessToken, username: 'ada@contoso.example', signal });
    const now = Date.UTC(2026, 10);
    const identifier = 'https://mine.vault.azure.net/secrets/x';
    const vault = await readVaultSecret(options, { cloud: place.cloud, identifier, accessToken, signal, now });
    const kept = await askVault(options, place.cloud);
    const token = { status: 200, headers: [], body: Buffer.from(toJson(goodReply(CONTOSO.clientId))) };
    const graph = network(null, token, ...all);
    const end = await readCredentialEnd(graph, { connection: place, credential: CREDENTIAL, now, signal });
    checkHosts([...options.asked, ...graph.asked], place);
    check(end.kind !== 'known' || Number.isFinite(end.expiresAt), 'an end that is none');
    return [checked, detailsOfCheck(checked, now), vault.ok ? null : vault, kept, end];
  },
};

export const replyTargets: readonly Target[] = [tokenReplies, signIn, deviceCodes, apiReplies];
