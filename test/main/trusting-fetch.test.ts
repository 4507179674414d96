import { describe, expect, it } from 'vitest';
import type { CustomCloud } from '../../src/core/clouds';
import { trustingFetch } from '../../src/main/trusting-fetch';

const CLOUD: CustomCloud = {
  authority: 'https://login.example.com',
  partnerCenter: 'https://api.example.com',
  scope: 'https://api.example.com/user_impersonation',
  extraCa: 'CA-1',
};

function room() {
  const asked: Array<readonly [partition: string, url: string]> = [];
  let clouds: readonly CustomCloud[] = [];
  const fetchTrusting = trustingFetch(
    (partition) => ({
      fetch: async (url) => {
        asked.push([partition, url]);
        return new Response();
      },
    }),
    () => clouds,
  );
  const ask = async (...now: readonly CustomCloud[]) => {
    clouds = now;
    await fetchTrusting('https://login.example.com/x');
    return asked.at(-1)?.[0];
  };
  return { ask, asked, fetchTrusting };
}

describe('the network of the token endpoint', () => {
  it('is one session for as long as the same authorities are trusted for the same hosts', async () => {
    const { ask } = room();
    const before = await ask();
    expect(await ask({ ...CLOUD, extraCa: null })).toBe(before);
    const trusting = await ask(CLOUD);
    expect(await ask(CLOUD, { ...CLOUD, scope: 'https://api.example.com/other' })).toBe(trusting);
    expect(await ask({ ...CLOUD, extraCa: null }, CLOUD)).toBe(trusting);
  });

  it('is a new session once an authority is added, replaced, moved to other hosts or taken away', async () => {
    const { ask } = room();
    const used = [
      await ask(),
      await ask(CLOUD),
      await ask({ ...CLOUD, extraCa: 'CA-2' }),
      await ask({ ...CLOUD, extraCa: 'CA-2', authority: 'https://other.example.com' }),
      await ask(),
    ];
    expect(new Set(used).size).toBe(used.length);
  });

  it('takes an address in every form that fetch does', async () => {
    const { fetchTrusting, asked } = room();
    await fetchTrusting('https://a.example/');
    await fetchTrusting(new URL('https://b.example/'));
    await fetchTrusting(new Request('https://c.example/'));
    expect(asked.map(([, url]) => url)).toEqual(['https://a.example/', 'https://b.example/', 'https://c.example/']);
  });
});
