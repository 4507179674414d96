import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Page } from 'playwright/test';
import { addPublicConnection, type CustomCloud, expect, obtainElsewhere, test } from './custom-cloud';
import { cardOf } from './steps';
import { answerQuestions } from './witness';

/** Adds a connection to the custom cloud without saying whom to trust. */
async function addUntrusting(panel: Page, { cloud, addresses }: CustomCloud): Promise<string> {
  const added = await panel.evaluate((wanted) => window.tray.addConnection(wanted), {
    name: 'Harbour',
    cloud: 'custom',
    customCloud: { ...addresses, extraCa: null },
    tenant: cloud.partner.tenantId,
    clientId: cloud.partner.publicClientId,
    application: { kind: 'public' },
    resource: { kind: 'partner-center' },
    redirectUri: 'http://localhost',
    signInMethod: 'device-code',
  } as const);
  if (!added.ok) throw new Error(added.what);
  return added.value.id;
}

test('an extra authority counts as soon as it is named, and no longer once it is not', async ({
  tray,
  customCloud,
}) => {
  const { addresses, ca } = customCloud;
  const panel = await tray.panel();
  const id = await addUntrusting(panel, customCloud);
  const token = await obtainElsewhere(customCloud);
  const bringToken = () =>
    panel.evaluate(([to, text]) => window.tray.importToken({ id: to, from: { kind: 'text', text } }), [
      id,
      token,
    ] as const);
  const trust = (extraCa: string | null) =>
    panel.evaluate(([of, customCloud]) => window.tray.updateConnection({ id: of, customCloud }), [
      id,
      { ...addresses, extraCa },
    ] as const);

  expect(await bringToken()).toMatchObject({
    ok: false,
    what: expect.stringContaining("The server's certificate isn't trusted."),
    advice: expect.stringContaining('"Extra certificate authority"'),
    remedy: 'edit-connection',
  });
  // That another connection to the same host has named it is nothing to this one.
  await addPublicConnection(panel, customCloud, 'Pier');
  expect(await bringToken()).toMatchObject({ ok: false, what: expect.stringContaining("certificate isn't trusted.") });
  expect(await trust(ca)).toMatchObject({ ok: true });
  expect(await bringToken()).toMatchObject({ ok: true });
  const card = cardOf(panel, 'Harbour');
  await expect(card).toContainText('Fine, 90 days left');

  expect(await trust(null)).toMatchObject({ ok: false, what: 'Nothing changed.' });
  await answerQuestions(tray.electron, 'Change');
  expect(await trust(null)).toMatchObject({ ok: true });
  await card.getByRole('button', { name: 'Refresh now' }).click();
  await expect(card).toContainText("The server's certificate isn't trusted.");
  await card.getByRole('button', { name: 'Edit connection' }).click();
  await expect(panel.getByText('Extra certificate authority', { exact: true })).toBeVisible();
});

test('a file that was edited while the app was closed has no token sent to whom it names', async ({
  tray,
  customCloud,
}) => {
  const id = await addPublicConnection(await tray.panel(), customCloud, 'Harbour');
  const token = await obtainElsewhere(customCloud);
  const imported = await (await tray.panel()).evaluate(
    ([to, text]) => window.tray.importToken({ id: to, from: { kind: 'text', text } }),
    [id, token] as const,
  );
  expect(imported).toMatchObject({ ok: true });
  let calls = 0;
  const thief = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  await new Promise<void>((listening) => thief.listen(0, '127.0.0.1', listening));

  try {
    await tray.quit();
    const file = join(tray.dataFolder, 'connections.json');
    const state = JSON.parse(await readFile(file, 'utf8'));
    const address = thief.address();
    if (typeof address !== 'object' || address === null) throw new Error('nobody listens');
    const authority = `https://localhost:${address.port}`;
    Object.assign(state.connections[0].customCloud, { authority, partnerCenter: authority });
    Object.assign(state.connections[0], { refreshAt: 0 });
    await writeFile(file, JSON.stringify(state));
    await tray.restart();

    await tray.electron.evaluate(() => globalThis.witness.trays.at(-1)?.tray.emit('click', {}, {}, {}));
    const card = cardOf(await tray.panel(), 'Harbour');
    await expect(card).toContainText("These settings don't match the token in the keychain.");
    expect(calls).toBe(0);
    await card.getByRole('button', { name: 'Restore settings' }).click();
    await expect(card).toContainText('Fine, 90 days left');
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      connections: [{ customCloud: customCloud.addresses, trouble: null }],
    });
  } finally {
    thief.close();
  }
});
