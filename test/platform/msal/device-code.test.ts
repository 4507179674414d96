import { describe, expect, it } from 'vitest';
import { classify, own } from '../../../src/core/failures/classify';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import type { Exchange } from '../../../src/core/model/exchange';
import { MINUTE } from '../../../src/core/model/time';
import { EXCHANGE_CLIENT_ID } from '../../../src/core/validation/sign-in-methods';
import { createDeviceCodeSignIn, type DeviceCode } from '../../../src/platform/msal/device-code';
import type { PracticeCloud } from '../../../src/practice';
import { PARTNER } from '../../../src/practice/tenant/directory';
import { Browser } from '../../practice/support/browser';
import { practise, signIn } from '../../practice/support/cloud';
import { SLOW_DOWN } from '../../practice/support/replies';
import { connection, goodReply, never, startScriptedHost, tokensOf } from './support';

const PUBLIC: Partial<ConnectionSettings> = {
  clientId: PARTNER.publicClientId,
  application: { kind: 'public' },
  signInMethod: 'device-code',
};

/** Begins a sign-in, and resolves once its code is shown. `asked` are the addresses that MSAL has asked so far. */
async function begin(cloud: PracticeCloud, change: Partial<ConnectionSettings> = PUBLIC, signal = never()) {
  const asked: string[] = [];
  const counting: typeof fetch = (input, init) => {
    asked.push(String(input));
    return fetch(input, init);
  };
  const signInWithCode = createDeviceCodeSignIn({ fetch: counting, practiceOrigin: () => cloud.origin });
  let end: Promise<Exchange> = Promise.reject(new Error('not begun'));
  end.catch(() => undefined);
  const code = await new Promise<DeviceCode>((show, fail) => {
    end = signInWithCode({ connection: connection(change), signal, show });
    end.then((exchange) => fail(new Error(`ended without a code: ${JSON.stringify(exchange)}`)), fail);
  });
  return { code, end, asked };
}

/** The person opens the page, types the code and gets to the question whether it was them. */
async function typeCode(cloud: PracticeCloud, { userCode, verificationUri }: DeviceCode): Promise<Browser> {
  const browser = await new Browser(cloud.origin).open(verificationUri);
  await browser.submit({ otc: userCode });
  return signIn(cloud, browser);
}

/** A sign-in host of the test's own, whose device code endpoint and token endpoint answer one after the other. */
async function scripted(codeReply: unknown, ...polls: readonly { status: number; body: string }[]) {
  let poll = 0;
  const host = await startScriptedHost((request, response) => {
    response.setHeader('content-type', 'application/json');
    if (request.url?.endsWith('/devicecode')) {
      response.end(JSON.stringify(codeReply));
      return;
    }
    const { status, body } = polls[Math.min(poll, polls.length - 1)] ?? { status: 500, body: '' };
    poll += 1;
    response.statusCode = status;
    response.end(body);
  });
  const codes: DeviceCode[] = [];
  const end = createDeviceCodeSignIn(host.options)({
    connection: connection(PUBLIC),
    signal: never(),
    show: (code) => codes.push(code),
  });
  return { end, codes, polls: () => poll };
}

const aCodeReply = (change: Record<string, unknown> = {}) => ({
  user_code: 'ABC234XYZ',
  device_code: 'a-device-code-that-is-long-enough-to-be-one',
  verification_uri: 'https://login.example/device',
  expires_in: 900,
  interval: 1,
  message: '',
  ...change,
});

const aPendingReply = {
  status: 400,
  body: '{"error":"authorization_pending","error_description":"AADSTS70016: wait"}',
};

describe('signing in with a device code, through unmodified MSAL', () => {
  it('shows a code, waits, and has tokens once somebody has signed in with it', async () => {
    const cloud = await practise();
    const before = Date.now();
    const { code, end } = await begin(cloud);
    expect(code.userCode).toMatch(/^[A-Z0-9]{9}$/);
    expect(code.verificationUri).toBe(`${cloud.origin}/device`);
    expect(code.expiresAt - before).toBeGreaterThan(14 * MINUTE);
    const browser = await typeCode(cloud, code);
    await browser.submit({});
    await signIn(cloud, browser);
    const tokens = tokensOf(await end);
    expect(tokens.account.username).toBe(cloud.partner.username);
    expect(tokens.hasMfa).toBe(true);
    expect(tokens.refreshToken.length).toBeGreaterThan(500);
  });

  it('asks no more often for an interval that no timer takes', async () => {
    const { end, polls } = await scripted(aCodeReply({ expires_in: 2, interval: 1e300 }), aPendingReply);
    await end;
    expect(polls()).toBeLessThan(5);
  });

  it("works with Exchange Online's own application", async () => {
    const cloud = await practise();
    const { code, end } = await begin(cloud, {
      ...PUBLIC,
      clientId: EXCHANGE_CLIENT_ID,
      resource: { kind: 'exchange-online' },
    });
    const browser = await typeCode(cloud, code);
    await browser.submit({});
    await signIn(cloud, browser);
    expect(tokensOf(await end).refreshToken.length).toBeGreaterThan(500);
  });

  it('says so when the person declines', async () => {
    const cloud = await practise();
    const { code, end } = await begin(cloud);
    await (await typeCode(cloud, code)).submit({}, 'cancel');
    const exchange = await end;
    expect(exchange).toMatchObject({ raw: { kind: 'reply', status: 400 } });
    expect(!exchange.ok && classify(exchange.raw, 0)).toMatchObject({ code: 'AADSTS65004' });
  });

  it('says so when the server finds the code expired', async () => {
    const cloud = await practise();
    const { end } = await begin(cloud);
    cloud.clock.advance(15 * MINUTE);
    const exchange = await end;
    expect(!exchange.ok && classify(exchange.raw, 0)).toMatchObject({ code: 'AADSTS70020' });
  });

  it('says so when its time is over and nobody has signed in, which "not yet" is not', async () => {
    const { end, codes } = await scripted(aCodeReply({ expires_in: 1 }), aPendingReply);
    expect(await end).toEqual({ ok: false, raw: own('sign-in/code-expired') });
    expect(codes).toHaveLength(1);
  });

  it('ends at once when it is cancelled, and asks no more', async () => {
    const cloud = await practise();
    const cancelled = new AbortController();
    const { end, asked } = await begin(cloud, PUBLIC, cancelled.signal);
    cancelled.abort();
    expect(await end).toEqual({ ok: false, raw: { kind: 'network', code: 'ABORTED' } });
    const before = asked.length;
    // The practice cloud asks to be polled every second.
    await new Promise((later) => setTimeout(later, 1500));
    expect(asked.length).toBe(before);
  });

  it('asks nobody when it is cancelled beforehand', async () => {
    const signInWithCode = createDeviceCodeSignIn({
      practiceOrigin: () => null,
      fetch: () => Promise.reject(new Error('nobody may be asked')),
    });
    const show = () => expect.unreachable();
    const end = signInWithCode({ connection: connection(PUBLIC), signal: AbortSignal.abort(), show });
    expect(await end).toMatchObject({ raw: { code: 'ABORTED' } });
  });

  it('goes on after polls that met a busy server, something else, or a connection that broke', async () => {
    const { end, polls } = await scripted(
      aCodeReply(),
      { status: 503, body: '{"error":"temporarily_unavailable"}' },
      { status: 200, body: '<html>Welcome to our hotel</html>' },
      { status: 200, body: JSON.stringify(goodReply()) },
    );
    tokensOf(await end);
    expect(polls()).toBe(3);
  });

  it('polls more slowly when the server asks for it, and goes on', async () => {
    const cloud = await practise();
    cloud.setFault('token', SLOW_DOWN, 1);
    const { code, end, asked } = await begin(cloud);
    const browser = await typeCode(cloud, code);
    await browser.submit({});
    await signIn(cloud, browser);
    const polls = () => asked.filter((url) => url.includes('/token')).length;
    // The practice cloud asks to be polled every second; told to slow down, that is every six.
    await new Promise((later) => setTimeout(later, 3000));
    expect(polls()).toBe(1);
    expect(tokensOf(await end).account.username).toBe(cloud.partner.username);
    expect(polls()).toBe(2);
  });

  it('does not wait longer when it is cancelled meanwhile, and asks no more', async () => {
    const cloud = await practise();
    cloud.setFault('token', SLOW_DOWN);
    const cancelled = new AbortController();
    const { end, asked } = await begin(cloud, PUBLIC, cancelled.signal);
    await new Promise((later) => setTimeout(later, 1500));
    cancelled.abort();
    expect(await end).toMatchObject({ raw: { code: 'ABORTED' } });
    const before = asked.length;
    await new Promise((later) => setTimeout(later, 1500));
    expect(asked.length).toBe(before);
  });

  it('says that the code has expired when the last that was heard is to slow down', async () => {
    const slowDown = { status: 400, body: '{"error":"slow_down"}' };
    const { end } = await scripted(aCodeReply({ expires_in: 1 }), slowDown);
    expect(await end).toEqual({ ok: false, raw: own('sign-in/code-expired') });
  });

  it('says why there is no code', async () => {
    const cloud = await practise();
    const signInWithCode = createDeviceCodeSignIn({ fetch, practiceOrigin: () => cloud.origin });
    const ask = (change: Partial<ConnectionSettings>) =>
      signInWithCode({ connection: connection({ ...PUBLIC, ...change }), signal: never(), show: () => undefined });
    expect(await ask({ clientId: '00000000-0000-4000-8000-000000000000' })).toMatchObject({
      raw: { kind: 'reply', error: { code: 'AADSTS700016' } },
    });
    cloud.setFault('device-code', { kind: 'reset' });
    expect(await ask({})).toMatchObject({ raw: { kind: 'network' } });
  });

  it.each([
    ['no code at all', {}],
    ['a page that is not safe', aCodeReply({ verification_uri: 'http://login.example/device' })],
    ['a page that is no address', aCodeReply({ verification_uri: 'login.example/device' })],
    ['a program instead of a page', aCodeReply({ verification_uri: 'file:///usr/bin/true' })],
    ['a code with a line break', aCodeReply({ user_code: 'ABC\n234' })],
    ['no end', aCodeReply({ expires_in: undefined })],
  ])('shows nothing of a reply with %s', async (_, reply) => {
    const { end, codes, polls } = await scripted(reply, aPendingReply);
    expect(await end).toMatchObject({ ok: false, raw: { kind: 'reply', status: 200 } });
    expect(codes).toEqual([]);
    expect(polls()).toBe(0);
  });

  it('keeps the codes out of what is told of a failure', async () => {
    const { device_code, user_code } = aCodeReply();
    const { end } = await scripted(aCodeReply(), {
      status: 400,
      body: JSON.stringify({ error: 'invalid_grant', error_description: `AADSTS70018: ${device_code} ${user_code}` }),
    });
    const told = JSON.stringify(await end);
    expect(told).toContain('AADSTS70018');
    expect(told).not.toContain(device_code);
    expect(told).not.toContain(user_code);
  });
});
