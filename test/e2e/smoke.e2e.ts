import { expect, test } from './app';
import { trayToolTip } from './witness';

test('opens its panel at a first start', async ({ tray }) => {
  const panel = await tray.panel();
  await panel.waitForTimeout(1500);
  await panel.screenshot({ path: '/tmp/e2e-panel.png' });
  console.log(await panel.locator('body').innerText(), await trayToolTip(tray.electron), tray.printed());
});
