import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { DAY } from '../../src/core/model/time';
import type { PracticeCloud } from '../../src/practice';
import { obtainTokens, practise, refresh } from './support/cloud';
import { heldCertificate } from './support/held-certificate';

async function ask(
  cloud: PracticeCloud,
  call: string,
  body?: unknown,
  headers: Record<string, string> = { 'x-practice': '1' },
) {
  const [method = '', path = ''] = call.split(' ');
  const init = { method, headers, body: body === undefined ? null : JSON.stringify(body) };
  const response = await fetch(`${cloud.controlOrigin}${path}`, init);
  return { status: response.status, body: await response.json() };
}

/** The status that a server answers to another `Host` header, which fetch does not let one choose. */
function statusForHost(origin: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const headers = { host, 'x-practice': '1' };
    request(`${origin}/`, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the control API', () => {
  it('tells origin, clock, faults, policy and partner', async () => {
    const cloud = await practise({ clockOffset: DAY });
    cloud.setFault('token', { kind: 'reset' }, 2);
    const { body } = await ask(cloud, 'GET /');
    expect(body).toMatchObject({
      origin: cloud.origin,
      clock: { offset: DAY },
      faults: [{ target: 'token', fault: { kind: 'reset' }, left: 2 }],
      policy: { lifetime: 90 * DAY },
      partner: { clientId: cloud.partner.clientId },
    });
  });

  it('moves the clock both ways, and whoever listens hears it', async () => {
    const cloud = await practise();
    let jumps = 0;
    const stop = cloud.clock.onJump(() => {
      jumps += 1;
    });
    await ask(cloud, 'POST /clock', { advance: 62 * DAY });
    expect(cloud.clock.offset).toBe(62 * DAY);
    await ask(cloud, 'POST /clock', { advance: -63 * DAY });
    expect(cloud.clock.offset).toBe(-DAY);
    stop();
    await ask(cloud, 'POST /clock', { advance: DAY });
    expect(jumps).toBe(2);
  });

  it('dates every reply by the practice clock', async () => {
    const cloud = await practise({ clockOffset: 400 * DAY });
    const { headers } = await fetch(`${cloud.origin}/${cloud.partner.tenantId}/discovery/v2.0/keys`);
    const ahead = Date.parse(headers.get('date') ?? '') - Date.now();
    expect(Math.abs(ahead - 400 * DAY)).toBeLessThan(DAY);
  });

  it('closes the port and opens it again', async () => {
    const cloud = await practise();
    await ask(cloud, 'POST /faults', { target: 'any', fault: { kind: 'refused' } });
    await expect(fetch(cloud.origin)).rejects.toThrow();
    await ask(cloud, 'DELETE /faults');
    expect((await fetch(cloud.origin)).status).toBe(404);
  });

  it('revokes, sets the policy and withdraws consent', async () => {
    const cloud = await practise();
    const { refreshToken } = await obtainTokens(cloud);
    await ask(cloud, 'POST /policy', { conditionalAccess: 53003 });
    expect((await refresh(cloud, refreshToken)).body.error_codes).toEqual([53003]);
    await ask(cloud, 'POST /policy', { conditionalAccess: null });
    await ask(cloud, 'DELETE /consent');
    expect((await refresh(cloud, refreshToken)).body.error_codes).toEqual([65001]);
    await ask(cloud, 'POST /revoke');
    expect((await refresh(cloud, refreshToken)).body.error_codes).toEqual([50173]);
  });

  it('adds, ends and removes secrets and certificates', async () => {
    const cloud = await practise();
    const { clientId, certificateClientId } = cloud.partner;
    const secret = await ask(cloud, 'POST /secrets', { clientId, endsAt: cloud.clock.now() + DAY });
    expect(secret.body.made).toEqual({ keyId: expect.any(String), secret: expect.stringContaining('8Q~') });
    const { keyId, certificate, thumbprint } = heldCertificate(cloud);
    const again = await ask(cloud, 'POST /certificates', { clientId: certificateClientId, certificate });
    expect(again.body.made).toMatchObject({ kind: 'certificate', thumbprint });
    const ended = await ask(cloud, 'POST /credentials', { keyId, endsAt: 1000 });
    expect(ended.body.credentials).toContainEqual(expect.objectContaining({ keyId, endsAt: 1000 }));
    const removed = await ask(cloud, 'DELETE /credentials', { keyId });
    expect(removed.body.credentials).not.toContainEqual(expect.objectContaining({ keyId }));
    expect(removed.body.credentials).toHaveLength(3);
  });

  it('gives applications roles, and makes and removes vaults', async () => {
    const cloud = await practise();
    const { clientId } = cloud.partner;
    expect((await ask(cloud, 'POST /roles', { clientId, roles: ['Application.Read.All'] })).status).toBe(200);
    const secret = () => fetch(`${cloud.origin}/vault/harbour/secrets/a?api-version=7.4`);
    await ask(cloud, 'POST /vaults', { name: 'harbour', secrets: { a: 'b' } });
    expect((await secret()).status).toBe(401);
    await ask(cloud, 'DELETE /vaults', { name: 'harbour' });
    expect((await secret()).status).toBe(404);
  });

  it.each([
    ['POST /clock', { advance: 'far' }],
    ['POST /clock', { advance: 1e300 }],
    ['POST /clock', 'text'],
    ['POST /faults', { target: 'moon', fault: { kind: 'reset' } }],
    ['POST /faults', { target: 'any', fault: { kind: 'flood' } }],
    ['POST /faults', { target: 'token', fault: { kind: 'refused' } }],
    ['POST /faults', { target: 'any', fault: { kind: 'refused' }, times: 3 }],
    ['POST /faults', { target: 'any', fault: { kind: 'reset' }, times: 0 }],
    ['POST /faults', { target: 'any', fault: { kind: 'status', status: 42 } }],
    ['POST /faults', { target: 'any', fault: { kind: 'latency', delay: -1 } }],
    ['POST /faults', { target: 'keys', fault: { kind: 'wrong-date', ahead: 1e300 } }],
    ['POST /policy', { lifetime: -1 }],
    ['POST /policy', { windows: 1 }],
    ['POST /revoke', { username: 'nobody@nowhere.example' }],
    ['POST /secrets', { clientId: 'nobody' }],
    ['POST /certificates', { clientId: 'a9911ca7-0000-4000-8000-00000000ce27', certificate: 'nonsense' }],
    ['POST /credentials', { keyId: 'nothing', endsAt: 1 }],
    ['DELETE /credentials', { keyId: 'nothing' }],
    ['POST /roles', { clientId: 'nobody', roles: [] }],
    ['POST /vaults', { name: '?', secrets: {} }],
  ])('refuses %s with %j in words, and changes nothing', async (call, body) => {
    const cloud = await practise();
    const { body: before } = await ask(cloud, 'GET /');
    const refused = await ask(cloud, call, body);
    expect(refused.status).toBe(400);
    expect(refused.body).toEqual({ problem: expect.stringMatching(/\w+ /) });
    const { body: after } = await ask(cloud, 'GET /');
    expect({ ...after, clock: 0 }).toEqual({ ...before, clock: 0 });
    expect(cloud.clock.offset).toBe(0);
  });

  it('says what it does not know', async () => {
    const cloud = await practise();
    expect((await ask(cloud, 'POST /nothing')).status).toBe(404);
  });

  it('cannot be used by a web page', async () => {
    const cloud = await practise();
    expect((await ask(cloud, 'POST /clock', { advance: DAY }, {})).status).toBe(403);
    expect((await ask(cloud, 'OPTIONS /clock', undefined, {})).status).toBe(403);
    expect(await statusForHost(cloud.controlOrigin, 'evil.example')).toBe(403);
    expect(await statusForHost(cloud.controlOrigin, 'localhost:1')).toBe(200);
    expect(cloud.clock.offset).toBe(0);
  });
});

describe('the cloud itself', () => {
  it('answers only to names of this computer', async () => {
    const cloud = await practise();
    expect(await statusForHost(cloud.origin, 'evil.example')).toBe(403);
    expect(await statusForHost(cloud.origin, '127.0.0.1.evil.example')).toBe(403);
    expect(await statusForHost(cloud.origin, '127.0.0.1')).toBe(404);
  });
});
