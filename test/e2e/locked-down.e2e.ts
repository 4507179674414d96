import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import type { Page } from 'playwright/test';
import { expect, test } from './app';
import { startPractising } from './steps';

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

test('WebRTC reaches nobody from the panel, and nobody by UDP from a sign-in window', async ({ tray }) => {
  const panel = await tray.panel();
  const card = await startPractising(tray);
  await card.getByRole('button', { name: 'Sign in', exact: true }).click();
  const signIn = await tray.signInPage();
  const reached = { udp: 0, tcp: 0 };
  const udp = createSocket('udp4', () => {
    reached.udp += 1;
  }).bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const tcp = createTcpServer((socket) => {
    reached.tcp += 1;
    socket.on('error', () => undefined).destroy();
  }).listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const address = tcp.address();
  const tcpPort = typeof address === 'object' ? (address?.port ?? 0) : 0;
  try {
    await tryWebRtc(panel, udp.address().port, tcpPort);
    expect(reached).toEqual({ udp: 0, tcp: 0 });
    await tryWebRtc(signIn, udp.address().port, tcpPort);
    expect(reached.udp).toBe(0);
  } finally {
    udp.close();
    tcp.close();
  }
});

/** Looks for ways to be reached, by a STUN server and by TURN servers; ends when there are none left to try. */
function tryWebRtc(page: Page, udpPort: number, tcpPort: number): Promise<void> {
  return page.evaluate(
    async ([udp, tcp]) => {
      const turn = [`turn:127.0.0.1:${udp}?transport=udp`, `turn:127.0.0.1:${tcp}?transport=tcp`];
      const iceServers = [
        { urls: `stun:127.0.0.1:${udp}` },
        { urls: turn, username: 'somebody', credential: 'something' },
      ];
      const connection = new RTCPeerConnection({ iceServers });
      connection.createDataChannel('any');
      const complete = new Promise<void>((resolve) => {
        connection.onicegatheringstatechange = () => connection.iceGatheringState === 'complete' && resolve();
      });
      await connection.setLocalDescription(await connection.createOffer());
      await complete;
      connection.close();
    },
    [udpPort, tcpPort] as const,
  );
}
