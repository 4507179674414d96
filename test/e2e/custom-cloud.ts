import type { Page } from 'playwright/test';
import type { ArgumentOf } from '../../src/ipc/schemas';
import { type PracticeCloud, startPracticeCloud } from '../../src/practice';
import { Browser } from '../practice/support/browser';
import { passThePages } from '../practice/support/pages';
import { issueForLocalhost } from '../support/x509';
import { test as base, expect } from './app';

/** A cloud that is nobody's but its owner's: over HTTPS, with a certificate that only its own authority vouches for. */
export interface CustomCloud {
  readonly cloud: PracticeCloud;
  /** The addresses to enter for it, as a connection has them. */
  readonly addresses: { readonly authority: string; readonly partnerCenter: string; readonly scope: string };
  /** The certificate (PEM) of its authority. */
  readonly ca: string;
}

/** Tests that need a `customCloud` take this `test` in place of the one in `app.ts`. It lives in the test, not in the app. */
export const test = base.extend<{ customCloud: CustomCloud }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it that this needs nothing else
  customCloud: async ({}, use) => {
    const https = issueForLocalhost();
    const cloud = await startPracticeCloud({ https });
    const { httpsOrigin } = cloud;
    if (httpsOrigin === null) throw new Error('the cloud has no HTTPS');
    const scope = 'https://api.partnercenter.microsoft.com/user_impersonation';
    await use({ cloud, addresses: { authority: httpsOrigin, partnerCenter: httpsOrigin, scope }, ca: https.ca });
    await cloud.close();
  },
});

/** Adds a connection to the custom cloud for a public client, past the form, and returns its id. */
export async function addPublicConnection(
  panel: Page,
  { cloud, addresses, ca }: CustomCloud,
  name: string,
  clientId = cloud.partner.publicClientId,
): Promise<string> {
  const draft: ArgumentOf<'addConnection'> = {
    name,
    cloud: 'custom',
    customCloud: { ...addresses, extraCa: ca },
    tenant: cloud.partner.tenantId,
    clientId,
    application: { kind: 'public' },
    resource: { kind: 'partner-center' },
    redirectUri: 'http://localhost',
    signInMethod: 'device-code',
  };
  const added = await panel.evaluate((wanted) => window.tray.addConnection(wanted), draft);
  if (!added.ok) throw new Error(added.what);
  return added.value.id;
}

/** A refresh token that somebody obtained without the app: as the public client, with a device code. */
export async function obtainElsewhere({ cloud, addresses }: CustomCloud): Promise<string> {
  const { partner, origin } = cloud;
  const post = async (path: string, fields: Record<string, string>) => {
    const body = new URLSearchParams({ client_id: partner.publicClientId, ...fields });
    const reply = await fetch(`${origin}/${partner.tenantId}/oauth2/v2.0/${path}`, { method: 'POST', body });
    const read: Record<string, unknown> = await reply.json();
    return (name: string) => String(read[name]);
  };
  const begun = await post('devicecode', { scope: `${addresses.scope} offline_access openid profile` });
  const browser = await new Browser(origin).open(begun('verification_uri'));
  await browser.submit({ otc: begun('user_code') });
  await passThePages(partner, browser);
  await browser.submit({});
  await passThePages(partner, browser);
  const tokens = await post('token', {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: begun('device_code'),
  });
  return tokens('refresh_token');
}

export { expect };
