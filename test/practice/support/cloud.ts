import { createHash, randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { type PracticeCloud, type PracticeOptions, startPracticeCloud } from '../../../src/practice';
import { Browser } from './browser';
import { PARTNER_CENTER_SCOPE } from './msal';
import { passThePages } from './pages';

/** What the challenge of these authorize requests was made of. */
export const VERIFIER = randomBytes(32).toString('base64url');

/** A practice cloud that ends with the test. */
export async function practise(options: PracticeOptions = {}): Promise<PracticeCloud> {
  const cloud = await startPracticeCloud(options);
  onTestFinished(() => cloud.close());
  return cloud;
}

/** An authorize address with PKCE; `change` adds parameters, or takes them away with `null`. */
export function authorizeUrl(
  cloud: PracticeCloud,
  change: Record<string, string | null> = {},
  tenant = cloud.partner.tenantId,
): string {
  const parameters = {
    client_id: cloud.partner.clientId,
    response_type: 'code',
    redirect_uri: cloud.partner.redirectUri,
    scope: `${PARTNER_CENTER_SCOPE} offline_access openid profile`,
    state: 'the-state',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
    ...change,
  };
  const url = new URL(`${cloud.origin}/${tenant}/oauth2/v2.0/authorize`);
  for (const [name, value] of Object.entries(parameters)) if (value !== null) url.searchParams.set(name, value);
  return url.href;
}

/** Passes the sign-in pages of a practice cloud. */
export function signIn(cloud: PracticeCloud, browser: Browser, alias = 'alex'): Promise<Browser> {
  return passThePages(cloud.partner, browser, alias);
}

/** What the application gets back on its redirect URI. */
export function returned(browser: Browser): Record<string, string> {
  if (browser.left === null) throw new Error(`Still at "${browser.title}".`);
  return Object.fromEntries(browser.left.searchParams);
}

/** A reply of the token endpoint. */
export interface TokenReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** `POST /token` as the confidential client; `change` adds fields, or takes them away with `null`. */
export async function postToken(
  cloud: PracticeCloud,
  change: Record<string, string | null>,
  headers: Record<string, string> = {},
  tenant = cloud.partner.tenantId,
): Promise<TokenReply> {
  const form = new URLSearchParams();
  const fields = { client_id: cloud.partner.clientId, client_secret: cloud.partner.clientSecret, ...change };
  for (const [name, value] of Object.entries(fields)) if (value !== null) form.set(name, value);
  const url = `${cloud.origin}/${tenant}/oauth2/v2.0/token`;
  const response = await fetch(url, { method: 'POST', body: form, headers });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Signs a user in and returns the authorization code. */
export async function obtainCode(cloud: PracticeCloud, alias = 'alex', change: Record<string, string> = {}) {
  const browser = await new Browser(cloud.origin).open(authorizeUrl(cloud, change));
  const { code } = returned(await signIn(cloud, browser, alias));
  if (code === undefined) throw new Error('No code came back.');
  return code;
}

/** Redeems a code. */
export function redeemCode(cloud: PracticeCloud, code: string, change: Record<string, string | null> = {}) {
  const { redirectUri } = cloud.partner;
  return postToken(cloud, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: VERIFIER,
    ...change,
  });
}

/** Signs a user in and returns the tokens. */
export async function obtainTokens(cloud: PracticeCloud, alias = 'alex') {
  const { body } = await redeemCode(cloud, await obtainCode(cloud, alias));
  return { accessToken: field(body, 'access_token'), refreshToken: field(body, 'refresh_token'), body };
}

/** Signs in as the public client by device code, for these scopes; `clientId` may be another public client's. */
export async function obtainByDeviceCode(
  cloud: PracticeCloud,
  scope: string,
  clientId = cloud.partner.publicClientId,
): Promise<{ browser: Browser; body: Record<string, unknown> }> {
  const base = `${cloud.origin}/${cloud.partner.tenantId}/oauth2/v2.0`;
  const asked = new URLSearchParams({ client_id: clientId, scope });
  const started: Record<string, unknown> = await (
    await fetch(`${base}/devicecode`, { method: 'POST', body: asked })
  ).json();
  const browser = await new Browser(cloud.origin).open(field(started, 'verification_uri'));
  await browser.submit({ otc: field(started, 'user_code') });
  await signIn(cloud, browser);
  await browser.submit({});
  await signIn(cloud, browser);
  const { body } = await postToken(cloud, {
    client_id: clientId,
    client_secret: null,
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: field(started, 'device_code'),
  });
  return { browser, body };
}

/** Agrees, in the browser, that the confidential client uses these scopes. Returns the tokens. */
export async function consentTo(cloud: PracticeCloud, scope: string, alias = 'alex') {
  const code = await obtainCode(cloud, alias, { scope: `${scope} offline_access openid profile`, prompt: 'consent' });
  const { body } = await redeemCode(cloud, code);
  return { accessToken: field(body, 'access_token'), refreshToken: field(body, 'refresh_token'), body };
}

/** A token for the confidential client itself. */
export async function obtainForApplication(cloud: PracticeCloud, api: string): Promise<string> {
  const { body } = await postToken(cloud, { grant_type: 'client_credentials', scope: `${api}/.default` });
  return field(body, 'access_token');
}

/** Exchanges a refresh token. */
export function refresh(cloud: PracticeCloud, refreshToken: string, change: Record<string, string | null> = {}) {
  return postToken(cloud, {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    scope: `${PARTNER_CENTER_SCOPE} offline_access openid profile`,
    ...change,
  });
}

/** A text field of a JSON body. */
export function field(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`No "${name}" in ${JSON.stringify(body)}`);
  return value;
}
