import { type ChildProcess, spawn } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Run {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<unknown>;
}

/** Runs `npm run practice` without npm. */
function run(...args: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/practice.ts', ...args], { cwd: ROOT });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  return { child, out: () => said.out, err: () => said.err, ended: once(child, 'close') };
}

describe('npm run practice', { timeout: 30_000 }, () => {
  it('serves, says how to use it, and ends cleanly on Ctrl+C', async () => {
    const { child, out, err, ended } = run('--clock-offset', '62d');
    await expect.poll(out, { timeout: 20_000 }).toContain('Press Ctrl+C to stop.');
    const origin = /Cloud +(http:\/\/127\.0\.0\.1:\d+)/.exec(out())?.[1] ?? '';
    const tenant = /Tenant +([\w-]+)/.exec(out())?.[1] ?? '';
    const reply = await fetch(`${origin}/${tenant}/v2.0/.well-known/openid-configuration`);
    expect(reply.status).toBe(200);
    const ahead = Date.parse(reply.headers.get('date') ?? '') - Date.now();
    expect(Math.round(ahead / 86_400_000)).toBe(62);
    child.kill('SIGINT');
    expect(await ended).toEqual([0, null]);
    expect(err()).toBe('');
  });

  it('moves its clock with the very line it prints', async () => {
    const { out } = run();
    await expect.poll(out, { timeout: 20_000 }).toContain('Press Ctrl+C to stop.');
    const [, url = '', body = ''] = /-H 'X-Practice: 1' (\S+\/clock) -d '(.*)'/.exec(out()) ?? [];
    const moved = await fetch(url, { method: 'POST', headers: { 'x-practice': '1' }, body });
    expect(await moved.json()).toMatchObject({ clock: { offset: 62 * 86_400_000 } });
  });

  it('serves HTTPS as well, and writes down who vouches for it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'practice-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'ca.pem');
    const { out } = run('--https-ca', file);
    await expect.poll(out, { timeout: 20_000 }).toContain('Press Ctrl+C to stop.');
    expect(out()).toMatch(/With HTTPS +https:\/\/localhost:\d+\/[\w-]{36} /);
    expect(new X509Certificate(await readFile(file)).ca).toBe(true);
  });

  it('writes a certificate with its key, and has registered it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'practice-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const file = join(folder, 'certificate.pem');
    const { out } = run('--certificate', file);
    await expect.poll(out, { timeout: 20_000 }).toContain('Press Ctrl+C to stop.');
    const certificate = new X509Certificate(await readFile(file));
    expect(certificate.checkPrivateKey(createPrivateKey(await readFile(file)))).toBe(true);
    const [, control = ''] = /Control API +(\S+)/.exec(out()) ?? [];
    const state = await (await fetch(control, { headers: { 'x-practice': '1' } })).json();
    expect(state.credentials).toContainEqual(
      expect.objectContaining({ thumbprint: certificate.fingerprint.replaceAll(':', '') }),
    );
  });

  it.each([
    [['--port', 'abc'], '--port takes a number'],
    [['--port', '70000'], '--port takes a number'],
    [['--clock-offset', 'soon'], '--clock-offset takes a span'],
    [['--prot', '1'], "Unknown option '--prot'"],
    [['extra'], 'extra'],
  ])('refuses %j in words and shows the options', async (args, said) => {
    const { err, out, ended } = run(...args);
    expect(await ended).toEqual([2, null]);
    expect(err()).toContain(said);
    expect(err()).toContain('--control-port NUMBER');
    expect(out()).toBe('');
  });
});
