import { describe, expect, it } from 'vitest';
import { Browser } from '../support/browser';
import { authorizeUrl, field, obtainTokens, practise, refresh, returned, signIn } from '../support/cloud';
import { PARTNER_CENTER_SCOPE } from '../support/msal';

const APP_WINDOW = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 an-app/1.0.0 Chrome/150.0.0.0 Electron/45.0.0';

describe('a rule that requires a managed device', () => {
  it.each([53000, 53003, 530003])(
    'ends a sign-in in an app window with AADSTS%i, after the user authenticated',
    async (code) => {
      const cloud = await practise();
      cloud.setPolicy({ managedDevice: code });
      const browser = await new Browser(cloud.origin, APP_WINDOW).open(authorizeUrl(cloud));
      await browser.submit({ loginfmt: cloud.partner.username });
      await browser.submit({ passwd: cloud.partner.password });
      expect(browser.title).toBe('Enter code');
      await browser.submit({ otc: cloud.partner.mfaCode });
      expect(browser.left).toBeNull();
      expect(browser.config).toMatchObject({ pgid: 'ConvergedConditionalAccess', sErrorCode: String(code) });
    },
  );

  it('says on its page why, and names its code only under "More details"', async () => {
    const cloud = await practise();
    cloud.setPolicy({ managedDevice: 53003 });
    const browser = await new Browser(cloud.origin, APP_WINDOW).open(authorizeUrl(cloud));
    await browser.submit({ loginfmt: cloud.partner.username });
    await browser.submit({ passwd: cloud.partner.password });
    await browser.submit({ otc: cloud.partner.mfaCode });
    expect(browser.problem).toContain('does not meet the criteria');
    const [before, details] = browser.page.html.split('<summary>More details</summary>');
    expect(details).toContain('<p>Error Code: 53003</p>');
    expect(before).not.toMatch(/Error Code|AADSTS/);
  });

  it("lets a person's own browser in, and its tokens be refreshed", async () => {
    const cloud = await practise();
    cloud.setPolicy({ managedDevice: 53003 });
    const { refreshToken } = await obtainTokens(cloud);
    expect((await refresh(cloud, refreshToken)).status).toBe(200);
  });

  it('refuses a device code, whatever browser it is typed into', async () => {
    const cloud = await practise();
    cloud.setPolicy({ managedDevice: 53003 });
    const form = new URLSearchParams({ client_id: cloud.partner.publicClientId, scope: PARTNER_CENTER_SCOPE });
    const url = `${cloud.origin}/${cloud.partner.tenantId}/oauth2/v2.0/devicecode`;
    const started: Record<string, unknown> = await (await fetch(url, { method: 'POST', body: form })).json();
    const browser = await new Browser(cloud.origin).open(field(started, 'verification_uri'));
    await browser.submit({ otc: field(started, 'user_code') });
    await browser.submit({ loginfmt: cloud.partner.username });
    await browser.submit({ passwd: cloud.partner.password });
    await browser.submit({ otc: cloud.partner.mfaCode });
    expect(browser.config).toMatchObject({ sErrorCode: '53003' });
  });

  it('can be lifted', async () => {
    const cloud = await practise();
    cloud.setPolicy({ managedDevice: 53003 });
    cloud.setPolicy({ managedDevice: null });
    const browser = await new Browser(cloud.origin, APP_WINDOW).open(authorizeUrl(cloud));
    expect(field(returned(await signIn(cloud, browser)), 'code')).toBeTruthy();
  });
});
