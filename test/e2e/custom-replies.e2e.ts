import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { createServer as createPlainServer, type Server } from 'node:net';
import { join } from 'node:path';
import { DAY } from '../../src/core/model/time';
import { issue } from '../support/x509';
import { addPublicConnection, expect, obtainElsewhere, test } from './custom-cloud';
import { refreshTokens } from './keychain';
import { cardOf } from './steps';

test('a custom cloud that keeps to RFC 6749 and no more is understood, and its token keeps its own issue date', async ({
  tray,
  customCloud,
}) => {
  const panel = await tray.panel();
  const id = await addPublicConnection(panel, customCloud, 'Harbour');
  const token = await obtainElsewhere(customCloud);
  const imported = await panel.evaluate(
    ([to, text]) => window.tray.importToken({ id: to, from: { kind: 'text', text } }),
    [id, token] as const,
  );
  expect(imported).toMatchObject({ ok: true });
  const card = cardOf(panel, 'Harbour');
  const [held = ''] = await refreshTokens(tray.keyring);
  const issuedAt = async (): Promise<unknown> => {
    const { connections } = JSON.parse(await readFile(join(tray.dataFolder, 'connections.json'), 'utf8'));
    return connections[0].token?.issuedAt;
  };
  await expect.poll(issuedAt).toEqual(expect.any(Number));
  const issued = await issuedAt();

  for (const [at, [what, more]] of (
    [
      ['no refresh token', {}],
      ['the same refresh token', { refresh_token: held }],
      ['an empty refresh token', { refresh_token: '' }],
      ['a type of token in small letters and a lifetime as text', { token_type: 'bearer', expires_in: '3599' }],
    ] as const
  ).entries())
    await test.step(`a reply with ${what}`, async () => {
      const access = `opaque-access-token-${at}`;
      const body = JSON.stringify({ token_type: 'Bearer', expires_in: 3599, access_token: access, ...more });
      customCloud.cloud.clearFaults();
      customCloud.cloud.setFault('token', { kind: 'status', status: 200, contentType: 'application/json', body });
      await card.getByRole('button', { name: 'Refresh now' }).click();
      await expect(async () => {
        await card
          .getByRole('button', { name: /^Copy access token|Copied/ })
          .first()
          .click();
        expect(await tray.clipboardText()).toBe(access);
      }).toPass();
      await expect(card).toContainText('Fine, 90 days left');
      expect(await refreshTokens(tray.keyring)).toEqual([held]);
      expect(await issuedAt()).toBe(issued);
    });
});

test('what keeps TLS from coming about is told apart', async ({ tray, customCloud }) => {
  const panel = await tray.panel();
  const issuer = issue({ name: 'Own authority', isAuthority: true });
  const hosts = ['localhost', '127.0.0.1'];
  const from = (days: number, until: number) =>
    issue({
      ...{ name: 'localhost', issuer, hosts },
      notBefore: new Date(Date.now() + days * DAY),
      notAfter: new Date(Date.now() + until * DAY),
    });
  const good = from(-1, 1);
  const DATE = /isn't valid at the date of this computer\.\s*Check this computer's date and time\./;
  const TLS = /couldn't agree on TLS\.\s*Check whether a proxy or an old server is in between\./;
  const servers = [
    ['Expired', createServer(from(-9, -1)), DATE, /authority|store/],
    ['Not yet', createServer(from(1, 9)), DATE, /authority|store/],
    [
      'Old',
      createServer({ ...good, maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'ALL@SECLEVEL=0' }),
      TLS,
      /certificate/,
    ],
    ['Plain', createPlainServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')), TLS, /certificate/],
    [
      'Nothing in common',
      // Its certificate has an EC key, which these ciphers cannot use.
      createServer({ ...good, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-GCM-SHA256' }),
      TLS,
      /authority|store/,
    ],
    ['Torn down', createPlainServer((socket) => socket.destroy()), 'broke off', /certificate|TLS/],
  ] as const;
  try {
    for (const [name, server, words, not] of servers)
      await test.step(name, async () => {
        const authority = await listen(server);
        const addresses = { ...customCloud.addresses, authority, partnerCenter: authority };
        await addPublicConnection(panel, { ...customCloud, addresses, ca: issuer.cert }, name);
        const card = cardOf(panel, name);
        await card.getByRole('button', { name: /^Sign in(?:,|$)/ }).click();
        await expect(card).toContainText(words);
        await expect(card).not.toContainText(not);
      });
  } finally {
    for (const [, server] of servers) server.close();
  }
});

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `https://localhost:${typeof address === 'object' ? address?.port : ''}`;
}
