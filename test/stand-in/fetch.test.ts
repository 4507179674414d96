import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningFixture, startFixture } from './start-fixture';

let fixture: RunningFixture;
let origin: string;
const server = createServer(({ url }, response) => {
  if (url === '/away') response.writeHead(302, { location: '/here' }).end('Sign in to this Wi-Fi');
  else if (url === '/nowhere') response.writeHead(302).end('no address');
  else response.end('here');
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  fixture = await startFixture();
  await fixture.app.firstWindow();
});
afterAll(async () => {
  await fixture.stop();
  server.close();
});

function outcome(path: string, init: RequestInit): Promise<string> {
  return fixture.app.evaluate(
    async ({ session }, [url, given]) =>
      session
        .fromPartition('fetching')
        .fetch(url, given)
        .then(
          async (reply) => `${reply.status} ${await reply.text()} ${reply.url}`.trim(),
          (error) => String(error),
        ),
    [`${origin}${path}`, init] as const,
  );
}

it.each<[string, RequestInit, string]>([
  ['/away', { redirect: 'manual' }, 'Error: Redirect was cancelled'],
  ['/away', { redirect: 'error' }, "Error: Attempted to redirect, but redirect policy was 'error'"],
  ['/away', { redirect: 'follow' }, '200 here'],
  ['/away', {}, '200 here'],
  ['/nowhere', { redirect: 'manual' }, '302 no address'],
  ['/here', { redirect: 'manual' }, '200 here'],
  ['/here', { headers: { 'Keep-Alive': '5' } }, 'Error: net::ERR_INVALID_ARGUMENT'],
])('session.fetch of %s with %j ends as in Electron: %s', async (path, init, expected) => {
  expect(await outcome(path, init)).toBe(expected);
});
