import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { fetchWithin } from '../../../src/platform/http/fetch-within';

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
