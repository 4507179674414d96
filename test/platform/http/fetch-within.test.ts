import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, onTestFinished } from 'vitest';
import { classify } from '../../../src/core/failures/classify';
import { PRACTICE_AUTHORITY } from '../../../src/core/model/clouds';
import { fetchWithin } from '../../../src/platform/http/fetch-within';
import { electronFetch } from '../../stand-in/runtime/electron-fetch';

it('a request that is never answered is given up in time, though garbage is collected meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const options = { fetch: () => new Promise<never>(() => undefined), practiceOrigin: () => null, timeout: 500 };
  const destination = {
    cloud: 'global',
    customCloud: null,
    base: 'https://login.example',
    signal: new AbortController().signal,
  } as const;
  const met = fetchWithin(options, destination, 'https://login.example/token', {});
  for (let times = 0; times < 4; times += 1) {
    await wait(50);
    collectGarbage();
  }
  expect(await met).toEqual({ kind: 'network', code: 'ETIMEDOUT' });
});

/** A network whose sign-in page is behind a redirect, as seen by Electron's fetch and by Node's. */
it.each([
  ['Electron', (url: string, init: RequestInit) => electronFetch(url, init, fetch)],
  ['Node', fetch],
])('a captive portal that redirects is told as one, by the fetch of %s', async (_whose, thisFetch) => {
  const server = createServer((_request, response) => response.writeHead(302, { location: '/login' }).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const practiceOrigin = () => `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const base = PRACTICE_AUTHORITY;
  const destination = { cloud: 'practice', customCloud: null, base, signal: new AbortController().signal } as const;
  const met = await fetchWithin({ fetch: thisFetch, practiceOrigin }, destination, `${base}/token`, {});
  expect(classify(met.kind === 'network' ? met : { ...met, error: null, retryAfter: null, date: null }, 0).code).toBe(
    'reply/not-entra',
  );
});
