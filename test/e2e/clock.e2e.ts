import { DAY, MINUTE } from '../../src/core/model/time';
import { expect, test } from './app';
import { startSignedIn } from './steps';
import { seenNotifications } from './witness';

test('a wrong clock is told once on the desktop, and shown until a reply finds it right', async ({ tray }) => {
  const { electron, practice } = tray;
  const panel = await tray.panel();
  const card = await startSignedIn(tray);
  const bar = panel.getByRole('region', { name: 'Notifications' });
  const id = (await card.getAttribute('data-card')) ?? '';
  const refresh = async () =>
    expect(await panel.evaluate((request) => window.tray.refresh(request), { id })).toMatchObject({ ok: true });
  const told = async () => (await seenNotifications(electron)).map(({ title }) => title);

  await practice.advance(7 * DAY);
  await refresh();
  await expect(card).toContainText('Fine, 90 days left');
  expect(await told()).toEqual([]);

  await practice.fault('token', { kind: 'wrong-date', ahead: 12 * MINUTE }, 2);
  await refresh();
  await expect(bar).toContainText("This computer's clock is 12 minutes behind.");
  await expect.poll(told).toEqual(["This computer's clock is 12 minutes behind."]);
  await refresh();
  await refresh();
  await expect(bar).toBeHidden();
  expect(await told()).toHaveLength(1);
});
