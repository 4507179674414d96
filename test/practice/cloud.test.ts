import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { PRACTICE_AUTHORITY } from '../../src/core/model/clouds';
import { DAY } from '../../src/core/model/time';
import { secretProblem } from '../../src/core/validation/client-secret';
import { clientIdProblem, redirectUriProblem, tenantProblem } from '../../src/core/validation/settings';
import { toPracticeOrigin } from '../../src/platform/http/practice-origin';
import { startPracticeCloud } from '../../src/practice';
import { field, obtainTokens, practise, refresh } from './support/cloud';

async function stateFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'practice-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'state.json');
}

describe('the practice partner', () => {
  it('passes the checks of the add-connection form', async () => {
    const { partner } = await practise();
    expect(tenantProblem(partner.tenantId)).toBeNull();
    expect(tenantProblem(partner.domain)).toBeNull();
    expect(clientIdProblem(partner.clientId)).toBeNull();
    expect(clientIdProblem(partner.publicClientId)).toBeNull();
    expect(clientIdProblem(partner.certificateClientId)).toBeNull();
    expect(secretProblem(partner.clientSecret)).toBeNull();
    expect(redirectUriProblem(partner.redirectUri)).toBeNull();
  });
});

describe('discovery', () => {
  it('names the instance and the endpoints where the cloud really listens', async () => {
    const cloud = await practise();
    const instance = await (await fetch(`${cloud.origin}/common/discovery/instance?api-version=1.1`)).json();
    expect(instance.metadata[0].aliases).toEqual(['login.practice.invalid']);
    const url: string = instance.tenant_discovery_endpoint;
    const found = await (await fetch(toPracticeOrigin(url, cloud.origin))).json();
    expect(found.issuer).toBe(`${PRACTICE_AUTHORITY}/${cloud.partner.tenantId}/v2.0`);
    for (const endpoint of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'device_authorization_endpoint'])
      expect(found[endpoint]).toMatch(new RegExp(`^${cloud.origin}/${cloud.partner.tenantId}/`));
  });
});

describe('the practice cloud', () => {
  it('listens on 127.0.0.1 and on no other address', async () => {
    const cloud = await practise();
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ address }) => address !== '127.0.0.1' && !address.startsWith('fe80'));
    for (const origin of [cloud.origin, cloud.controlOrigin]) {
      const port = Number(new URL(origin).port);
      for (const { address } of [...others, { address: '127.0.0.2' }])
        expect(await canConnect(address, port)).toBe(false);
      expect(await canConnect('127.0.0.1', port)).toBe(true);
    }
  });

  it('listens on the port that is asked for, and says so when it is taken', async () => {
    const first = await practise();
    const port = Number(new URL(first.origin).port);
    await expect(startPracticeCloud({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await expect(startPracticeCloud({ controlPort: port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await first.close();
    expect((await practise({ port })).origin).toBe(first.origin);
  });

  it('refuses a body that is too long, a wrong method and a path that is not there', async () => {
    const cloud = await practise();
    const token = `${cloud.origin}/${cloud.partner.tenantId}/oauth2/v2.0/token`;
    expect((await fetch(token)).status).toBe(404);
    expect((await fetch(`${cloud.origin}/nothing`)).status).toBe(404);
    expect((await fetch(`${cloud.origin}/%E0%A4%A/oauth2/v2.0/authorize`)).status).toBe(400);
    const long = await fetch(token, { method: 'POST', body: 'x'.repeat(70_000) }).then(
      ({ status }) => status,
      () => 413,
    );
    expect(long).toBe(413);
  });

  it('is the same after a restart: clock, policy, consents and refresh tokens', async () => {
    const file = await stateFile();
    const first = await startPracticeCloud({ stateFile: file, clockOffset: DAY });
    const { refreshToken } = await obtainTokens(first);
    first.setPolicy({ lifetime: 30 * DAY });
    first.clock.advance(9 * DAY);
    await first.close();

    const second = await practise({ stateFile: file });
    expect(second.clock.offset).toBe(10 * DAY);
    expect(second.policy.lifetime).toBe(30 * DAY);
    const exchanged = field((await refresh(second, refreshToken)).body, 'refresh_token');
    second.revoke();
    await second.close();

    const third = await practise({ stateFile: file });
    expect((await refresh(third, exchanged)).body.error_codes).toEqual([50173]);
  });

  it('starts afresh where its file has a clock or a policy out of all bounds', async () => {
    const file = await stateFile();
    await (await startPracticeCloud({ stateFile: file })).close();
    const state = JSON.parse(await readFile(file, 'utf8'));
    for (const wrong of [
      { clockOffset: 1e300 },
      { policy: { ...state.policy, lifetime: 1e300 } },
      { policySetAt: 1e300 },
    ]) {
      await writeFile(file, JSON.stringify({ ...state, ...wrong }));
      const cloud = await startPracticeCloud({ stateFile: file });
      expect(cloud.clock.offset).toBe(0);
      expect(cloud.policy.lifetime).toBe(90 * DAY);
      await cloud.close();
    }
  });

  it('knows a refresh token as soon as it has handed it out, even if it is then killed', async () => {
    const file = await stateFile();
    const first = await practise({ stateFile: file });
    const { refreshToken } = await obtainTokens(first);
    const second = await practise({ stateFile: file });
    expect((await refresh(second, refreshToken)).status).toBe(200);
  });

  it('keeps no token, password, code or secret in its file, nor leaves others beside it', async () => {
    const file = await stateFile();
    const cloud = await practise({ stateFile: file });
    const { accessToken, refreshToken, body } = await obtainTokens(cloud);
    const exchanged = await refresh(cloud, refreshToken);
    await cloud.close();
    const text = await readFile(file, 'utf8');
    const secrets = [
      accessToken,
      refreshToken,
      field(body, 'id_token'),
      field(exchanged.body, 'refresh_token'),
      cloud.partner.clientSecret,
      cloud.partner.password,
    ];
    for (const secret of secrets)
      for (let at = 0; at + 16 <= secret.length; at += 8) expect(text).not.toContain(secret.slice(at, at + 16));
    expect(text).not.toContain(cloud.partner.mfaCode);
    expect(await readdir(join(file, '..'))).toEqual(['state.json']);
  });

  it.each(['', '{"version":1', '{"version":2}', '[]'])(
    'sets the file aside when it holds %j, and starts afresh',
    async (text) => {
      const file = await stateFile();
      await writeFile(file, text);
      const cloud = await practise({ stateFile: file });
      expect(cloud.clock.offset).toBe(0);
      const aside = (await readdir(join(file, '..'))).find((name) => name.includes('unreadable'));
      expect(await readFile(join(file, '..', aside ?? ''), 'utf8')).toBe(text);
    },
  );
});

function canConnect(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = (connected: boolean) => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
