import { get } from 'node:http';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../../src/core/model/time';
import type { PracticeCloud } from '../../../src/practice';
import { FaultBook } from '../../../src/practice/tenant/faults';
import { obtainTokens, practise, refresh } from '../support/cloud';

function keysUrl(cloud: PracticeCloud): string {
  return `${cloud.origin}/${cloud.partner.tenantId}/discovery/v2.0/keys`;
}

/** The code of the error that Node's own client meets, or `null` when a whole reply came. */
function nodeError(url: string): Promise<string | null> {
  return new Promise((resolve) => {
    const fail = (error: Error) => resolve('code' in error ? String(error.code) : error.name);
    const request = get(url, { agent: false }, (response) => {
      response.on('error', fail);
      response.on('end', () => resolve(response.complete ? null : 'INCOMPLETE'));
      response.resume();
    });
    request.on('error', fail);
  });
}

async function faultsLeft(cloud: PracticeCloud): Promise<number> {
  const state = await (await fetch(cloud.controlOrigin, { headers: { 'x-practice': '1' } })).json();
  return state.faults.length;
}

describe('a fault', () => {
  it('delays the reply for as long as it says', async () => {
    const cloud = await practise();
    cloud.setFault('keys', { kind: 'latency', delay: 1 }, 1);
    expect((await fetch(keysUrl(cloud))).status).toBe(200);
    cloud.setFault('keys', { kind: 'latency', delay: 3_600_000 }, 1);
    const slow = fetch(keysUrl(cloud)).then(
      () => 'answered',
      () => 'cut',
    );
    await expect.poll(() => faultsLeft(cloud)).toBe(0);
    expect(await Promise.race([slow, fetch(keysUrl(cloud)).then(() => 'the later call')])).toBe('the later call');
    await cloud.close();
    expect(await slow).toBe('cut');
  });

  it('holds a call until the faults are cleared, and lets later ones pass', async () => {
    const cloud = await practise();
    cloud.setFault('keys', { kind: 'held' }, 2);
    const ends: string[] = [];
    const held = [1, 2].map(async (number) => {
      const { status } = await fetch(keysUrl(cloud));
      ends.push(`${number}: ${status}`);
    });
    await expect.poll(() => faultsLeft(cloud)).toBe(0);
    expect((await fetch(keysUrl(cloud))).status).toBe(200);
    expect(ends).toEqual([]);
    cloud.clearFaults();
    await Promise.all(held);
    expect(ends.sort()).toEqual(['1: 200', '2: 200']);
    expect((await fetch(keysUrl(cloud))).status).toBe(200);
  });

  it('of one kind adds up with another: all delays, then the first thing that goes wrong', () => {
    const store = new FaultBook();
    store.set('any', { kind: 'latency', delay: 20 });
    store.set('token', { kind: 'reset' }, 1);
    store.set('token', { kind: 'latency', delay: 3 }, 1);
    store.set('any', { kind: 'truncated' }, 1);
    expect(store.meet('token')).toEqual({ delay: 23, held: null, fault: { kind: 'reset' } });
    expect(store.meet('token')).toEqual({ delay: 20, held: null, fault: { kind: 'truncated' } });
    expect(store.meet('token')).toEqual({ delay: 20, held: null, fault: null });
  });

  it('refuses connections on the same port until it is cleared, while control still answers', async () => {
    const cloud = await practise();
    expect(await nodeError(keysUrl(cloud))).toBeNull();
    cloud.setFault('any', { kind: 'refused' });
    expect(await nodeError(keysUrl(cloud))).toBe('ECONNREFUSED');
    const control = await fetch(cloud.controlOrigin, { headers: { 'x-practice': '1' } });
    expect(control.status).toBe(200);
    cloud.clearFaults();
    await cloud.settled();
    expect(await nodeError(keysUrl(cloud))).toBeNull();
  });

  it('can refuse and allow connections many times over', async () => {
    const cloud = await practise();
    for (let round = 0; round < 5; round += 1) {
      cloud.setFault('any', { kind: 'refused' });
      cloud.clearFaults();
      cloud.setFault('any', { kind: 'refused' });
      await cloud.settled();
      expect(await nodeError(keysUrl(cloud))).toBe('ECONNREFUSED');
      cloud.clearFaults();
      await cloud.settled();
      expect(await nodeError(keysUrl(cloud))).toBeNull();
    }
  });

  it('resets the connection in the middle of the reply', async () => {
    const cloud = await practise();
    cloud.setFault('keys', { kind: 'reset' });
    expect(await nodeError(keysUrl(cloud))).toBe('ECONNRESET');
    await expect(fetch(keysUrl(cloud))).rejects.toThrow();
  });

  it('truncates the body', async () => {
    const cloud = await practise();
    cloud.setFault('keys', { kind: 'truncated' });
    expect(await nodeError(keysUrl(cloud))).toBe('ECONNRESET');
    const response = await fetch(keysUrl(cloud));
    expect(response.status).toBe(200);
    await expect(response.json()).rejects.toThrow();
  });

  it('truncates only after the call has had its effect', async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    cloud.setFault('token', { kind: 'truncated' }, 1);
    await expect(refresh(cloud, refreshToken)).rejects.toThrow();
    expect((await refresh(cloud, refreshToken)).status).toBe(200);
  });

  it('answers 429 with Retry-After, and 503 with a body', async () => {
    const cloud = await practise();
    cloud.setFault('keys', { kind: 'status', status: 429, retryAfter: '120' }, 1);
    cloud.setFault('keys', { kind: 'status', status: 503, body: '{}', contentType: 'application/json' });
    const throttled = await fetch(keysUrl(cloud));
    expect(throttled.status).toBe(429);
    expect(throttled.headers.get('retry-after')).toBe('120');
    const down = await fetch(keysUrl(cloud));
    expect(down.status).toBe(503);
    expect(down.headers.get('content-type')).toBe('application/json');
    expect(await down.text()).toBe('{}');
  });

  it('dates a whole reply by a clock that is wrong', async () => {
    const cloud = await practise();
    const dated = async () => Date.parse((await fetch(keysUrl(cloud))).headers.get('date') ?? '');
    cloud.setFault('keys', { kind: 'wrong-date', ahead: -DAY }, 1);
    const wrong = await dated();
    const right = await dated();
    expect(Math.round((right - wrong) / DAY)).toBe(1);
  });

  const CODES = [
    700082, 70008, 700084, 50173, 70043, 50076, 50079, 50078, 50158, 53003, 53000, 530003, 65001, 7000215, 7000222,
    700027, 700016, 90002, 50057, 700007, 70000, 50011, 700025,
  ];
  it.each(CODES)('answers AADSTS%i on demand, worded to the last value', async (code) => {
    const cloud = await practise();
    cloud.setFault('token', { kind: 'aadsts', code }, 1);
    const reply = await refresh(cloud, 'whatever');
    expect(reply.body.error_codes).toEqual([code]);
    const said = String(reply.body.error_description);
    expect(said).toContain(`AADSTS${code}: `);
    expect(said).not.toContain('The practice cloud was told');
    expect(said).not.toMatch(/[{}]/);
  });

  it('shows an error on a page where a person would read it', async () => {
    const cloud = await practise();
    cloud.setFault('authorize', { kind: 'aadsts', code: 53003 });
    const page = await fetch(`${cloud.origin}/${cloud.partner.tenantId}/oauth2/v2.0/authorize`);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('Error Code: 53003');
  });

  it('touches only its target, and only as often as it should', async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    cloud.setFault('token', { kind: 'status', status: 500 }, 2);
    expect((await fetch(keysUrl(cloud))).status).toBe(200);
    await expect(refresh(cloud, refreshToken)).rejects.toThrow();
    await expect(refresh(cloud, refreshToken)).rejects.toThrow();
    expect((await refresh(cloud, refreshToken)).status).toBe(200);
  });
});
