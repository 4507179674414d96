import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { attribute, Browser } from '../support/browser';
import { authorizeUrl, obtainTokens, practise, redeemCode, returned, signIn } from '../support/cloud';

async function open(change: Record<string, string | null> = {}) {
  const cloud = await practise();
  return { cloud, browser: await new Browser(cloud.origin).open(authorizeUrl(cloud, change)) };
}

describe('the sign-in pages', () => {
  it('ask for account, password, code and consent, and say each time that this is not Microsoft', async () => {
    const { cloud, browser } = await open();
    const titles: string[] = [];
    const answers = [
      { loginfmt: cloud.partner.username },
      { passwd: cloud.partner.password },
      { otc: cloud.partner.mfaCode },
      {},
    ];
    for (const answer of answers) {
      titles.push(browser.title);
      expect(browser.page.html).toContain('Practice cloud – not Microsoft');
      await browser.submit(answer);
    }
    expect(titles).toEqual(['Sign in', 'Enter password', 'Enter code', 'Permissions requested']);
    expect(returned(browser)).toMatchObject({ state: 'the-state', code: expect.stringMatching(/^1\.A[\w.-]{500,}$/) });
  });

  it('let no script run, nothing be framed, and forms lead only here and to the redirect URI', async () => {
    const { browser } = await open();
    const policy = browser.page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).toContain("form-action 'self' http://localhost:8400;");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(browser.page.html).not.toContain('<script');
  });

  it('escape what the request brings', async () => {
    const { browser } = await open({ login_hint: '"><script>alert(1)</script>' });
    expect(browser.page.html).not.toContain('<script');
  });

  it('stay on the account when there is no such user', async () => {
    const { browser } = await open();
    await browser.submit({ loginfmt: 'nobody@harbour-practice.onmicrosoft.example' });
    expect(browser.title).toBe('Sign in');
    expect(browser.problem).toContain('no account with this user name');
  });

  it('stay on the password when it is wrong, and let the right one follow', async () => {
    const { cloud, browser } = await open({ login_hint: 'alex@harbour-practice.onmicrosoft.example' });
    await browser.submit({ passwd: 'wrong' });
    expect(browser.title).toBe('Enter password');
    expect(browser.problem).toContain('incorrect');
    await browser.submit({ passwd: cloud.partner.password });
    expect(browser.title).toBe('Enter code');
  });

  it('end with a locked account after five wrong passwords', async () => {
    const { cloud, browser } = await open({ login_hint: 'alex@harbour-practice.onmicrosoft.example' });
    for (let tries = 0; tries < 5; tries += 1) await browser.submit({ passwd: 'wrong' });
    expect(browser.problem).toContain('AADSTS50053');
    expect(cloud.partner.username).toContain('alex');
  });

  it('stay on the code when it is wrong', async () => {
    const { cloud, browser } = await open();
    await browser.submit({ loginfmt: cloud.partner.username });
    await browser.submit({ passwd: cloud.partner.password });
    await browser.submit({ otc: '000000' });
    expect(browser.title).toBe('Enter code');
    expect(browser.problem).toContain("code isn't correct");
    await browser.submit({ otc: '424 242' });
    expect(browser.title).toBe('Permissions requested');
  });

  it('tell the application when MFA is refused', async () => {
    const { cloud, browser } = await open();
    await browser.submit({ loginfmt: cloud.partner.username });
    await browser.submit({ passwd: cloud.partner.password });
    await browser.submit({}, 'cancel');
    expect(returned(browser)).toMatchObject({ error: 'access_denied', state: 'the-state' });
    expect(returned(browser).error_description).toContain('AADSTS500121: ');
  });

  it('tell the application when consent is refused, as Entra ID does', async () => {
    const { cloud, browser } = await open();
    await browser.submit({ loginfmt: cloud.partner.username });
    await browser.submit({ passwd: cloud.partner.password });
    await browser.submit({ otc: cloud.partner.mfaCode });
    await browser.submit({}, 'cancel');
    const back = returned(browser);
    expect(back).toMatchObject({ error: 'access_denied', error_subcode: 'cancel', state: 'the-state' });
    expect(back.error_description).toMatch(/^AADSTS65004: User declined to consent to access the app\.\r\nTrace ID: /);
    expect(back.code).toBeUndefined();
  });

  it('tell a user whose account is disabled', async () => {
    const { cloud, browser } = await open();
    await browser.submit({ loginfmt: `disabled@${cloud.partner.domain}` });
    await browser.submit({ passwd: cloud.partner.password });
    expect(browser.problem).toContain('AADSTS50057');
  });

  it('ask no code of the user without MFA, whose tokens then lack it', async () => {
    const cloud = await practise();
    const { accessToken } = await obtainTokens(cloud, 'nomfa');
    expect(decodeJwt(accessToken).amr).toEqual(['pwd']);
  });

  it('do not ask again for a consent that was given, unless told to', async () => {
    const cloud = await practise();
    await obtainTokens(cloud);
    const silent = await new Browser(cloud.origin).open(authorizeUrl(cloud, { login_hint: cloud.partner.username }));
    await silent.submit({ passwd: cloud.partner.password });
    await silent.submit({ otc: cloud.partner.mfaCode });
    expect(returned(silent).code).toBeDefined();
    const asked = await new Browser(cloud.origin).open(
      authorizeUrl(cloud, { login_hint: cloud.partner.username, prompt: 'consent' }),
    );
    await asked.submit({ passwd: cloud.partner.password });
    await asked.submit({ otc: cloud.partner.mfaCode });
    expect(asked.title).toBe('Permissions requested');
  });

  it('go straight to the password of the account that is hinted at, and let another be used', async () => {
    const { cloud, browser } = await open({ login_hint: 'Alex@harbour-practice.onmicrosoft.example' });
    expect(browser.title).toBe('Enter password');
    expect(browser.page.html).toContain(cloud.partner.username);
    const flow = attribute(/<input[^>]*name="flow"[^>]*>/.exec(browser.page.html)?.[0] ?? '', 'value') ?? '';
    const body = new URLSearchParams({ flow, step: 'password', action: 'other-account' });
    const other = await fetch(`${cloud.origin}/sign-in`, { method: 'POST', body });
    expect(await other.text()).toContain('<h1>Sign in</h1>');
  });

  it('prefill a hinted account that does not exist', async () => {
    const { browser } = await open({ login_hint: 'someone@else.example' });
    expect(browser.title).toBe('Sign in');
    expect(browser.page.html).toContain('value="someone@else.example"');
  });

  it('refuse a page of a sign-in that is over', async () => {
    const { cloud, browser } = await open();
    await signIn(cloud, browser);
    await browser.submit({});
    expect(browser.problem).toContain('AADSTS50089');
  });
});

describe('a browser where somebody is signed in', () => {
  async function signedIn() {
    const { cloud, browser } = await open();
    await signIn(cloud, browser);
    browser.left = null;
    return { cloud, browser };
  }

  it('gets a code at once', async () => {
    const { cloud, browser } = await signedIn();
    await browser.open(authorizeUrl(cloud));
    expect(returned(browser).code).toBeDefined();
  });

  it('is asked for the password with prompt=login', async () => {
    const { cloud, browser } = await signedIn();
    await browser.open(authorizeUrl(cloud, { prompt: 'login' }));
    expect(browser.title).toBe('Sign in');
  });

  it('is asked for the password of another account that is hinted at', async () => {
    const { cloud, browser } = await signedIn();
    await browser.open(authorizeUrl(cloud, { login_hint: `reader@${cloud.partner.domain}` }));
    expect(browser.title).toBe('Enter password');
  });

  it('is signed out by a revocation, and after a sign-in frequency', async () => {
    const { cloud, browser } = await signedIn();
    cloud.setPolicy({ signInFrequency: 3_600_000 });
    cloud.clock.advance(3_600_000);
    await browser.open(authorizeUrl(cloud));
    expect(browser.title).toBe('Sign in');
    cloud.setPolicy({ signInFrequency: null });
    await signIn(cloud, browser);
    cloud.revoke();
    browser.left = null;
    await browser.open(authorizeUrl(cloud));
    expect(browser.title).toBe('Sign in');
  });
});

describe('the answer to the application', () => {
  it('has client_info when asked for', async () => {
    const { cloud, browser } = await open({ client_info: '1' });
    await signIn(cloud, browser);
    const info = JSON.parse(Buffer.from(returned(browser).client_info ?? '', 'base64url').toString());
    expect(info).toEqual({ uid: cloud.partner.users[0]?.objectId, utid: cloud.partner.tenantId });
  });
});

describe('a user of another identity provider', () => {
  it('signs in in a pop-up window that hands a ticket back', async () => {
    const { cloud, browser } = await open();
    await browser.submit({ loginfmt: `federated@${cloud.partner.domain}` });
    expect(browser.title).toBe('Sign in at your organization');
    expect(browser.page.html).toContain("window.open('/federated?flow='");
    expect(browser.page.headers.get('content-security-policy')).toMatch(/script-src 'sha256-[\w+/=]+'/);
    const flow = attribute(/<input[^>]*name="flow"[^>]*>/.exec(browser.page.html)?.[0] ?? '', 'value') ?? '';

    const popup = await new Browser(cloud.origin).open(`${cloud.origin}/federated?flow=${flow}`);
    await popup.submit({ password: 'wrong' });
    expect(popup.problem).toContain('incorrect');
    await popup.submit({ password: cloud.partner.password });
    expect(popup.page.html).toContain('window.opener.postMessage({ ticket }, location.origin)');
    const ticket = attribute(/<p[^>]*id="ticket"[^>]*>/.exec(popup.page.html)?.[0] ?? '', 'data-ticket') ?? '';

    await browser.submit({ ticket: 'forged' });
    expect(browser.problem).toContain("didn't confirm");
    await browser.submit({ ticket });
    expect(browser.title).toBe('Permissions requested');
    await browser.submit({});
    const { body } = await redeemCode(cloud, returned(browser).code ?? '');
    expect(decodeJwt(String(body.access_token)).amr).toContain('mfa');
  });
});
