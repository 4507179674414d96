import * as v from 'valibot';
import { scopesOf } from '../../src/core/model/resource';
import { type PracticeCloud, startPracticeCloud } from '../../src/practice';
import { Browser } from '../../test/practice/support/browser';
import { passThePages } from '../../test/practice/support/pages';
import { obeyParent } from '../../test/reliability/child';

/**
 * The practice cloud in a process of its own, so that its work is not taken for that of the measured one. Its refresh
 * tokens are of a usual length, and fit into one entry of the keychain.
 */
const TOKEN_LENGTH = 1600;
const running = startPracticeCloud({ refreshTokenLength: TOKEN_LENGTH });
const Tokens = v.object({ refresh_token: v.string() });

/** Signs in as a person would, and returns the refresh token. */
async function signIn({ origin, partner }: PracticeCloud): Promise<string> {
  const client = { client_id: partner.clientId, redirect_uri: partner.redirectUri };
  const scopes = scopesOf({ cloud: 'practice', customCloud: null }, { kind: 'partner-center' });
  const scope = [...scopes, 'offline_access', 'openid', 'profile'].join(' ');
  const endpoints = `${origin}/${partner.tenantId}/oauth2/v2.0`;
  const asked = new URLSearchParams({ ...client, response_type: 'code', scope });
  const browser = await passThePages(partner, await new Browser(origin).open(`${endpoints}/authorize?${asked}`));
  const code = browser.left?.searchParams.get('code') ?? '';
  const form = { ...client, client_secret: partner.clientSecret, grant_type: 'authorization_code', code };
  const response = await fetch(`${endpoints}/token`, { method: 'POST', body: new URLSearchParams(form) });
  return v.parse(Tokens, await response.json()).refresh_token;
}

obeyParent(v.object({ do: v.literal('open') }), async () => {
  const cloud = await running;
  return { origin: cloud.origin, signedIn: await signIn(cloud) };
});
