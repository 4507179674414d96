import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from './app';

test('a page in a window that nobody thought of can go nowhere, open nothing and is granted nothing', async ({
  tray,
}) => {
  await tray.panel();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'text/html').end('<iframe src="/frame"></iframe>');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  try {
    const arrived = tray.electron.waitForEvent('window');
    await tray.electron.evaluate(({ BrowserWindow }, url) => {
      new BrowserWindow({ show: false }).loadURL(url).catch(() => undefined);
    }, `${origin}/here`);
    const page = await arrived;
    await page.waitForLoadState();
    expect(await page.evaluate(() => Notification.requestPermission())).not.toBe('granted');
    await page.evaluate(() => {
      window.open('/popup', '_blank');
      location.assign('/away');
    });
    await page.evaluate(() => fetch('/after').then((response) => response.text()));
    expect(asked).toContain('/after');
    expect(asked).toContain('/here');
    expect(asked).not.toContain('/popup');
    expect(asked).not.toContain('/away');
    expect(page.url()).toBe(`${origin}/here`);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
