import { afterEach, describe, expect, it } from 'vitest';
import type { Keychain } from '../../../src/core/storage/ports';
import { SecretStore } from '../../../src/core/storage/secret-store';
import { type SecretService, type SecretServiceOptions, startSecretService } from '../../support/secret-service';
import { openKeychain } from './keychain-client';

const opened: Array<{ stop(): Promise<void> }> = [];
afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.stop();
});

async function open(
  options: SecretServiceOptions & { timeout?: number } = {},
): Promise<{ service: SecretService; keychain: Keychain }> {
  const service = await startSecretService(options);
  opened.push(service);
  const process = await openKeychain(service.env, options.timeout);
  opened.push(process);
  return { service, keychain: process.keychain };
}

describe('the keychain over a real Secret Service', { timeout: 60_000 }, () => {
  it('keeps a value that somebody else can read back, changes it, and forgets it', async () => {
    const { service, keychain } = await open();
    await keychain.set('a/refresh-token/a/1', 'first ✓');
    await keychain.set('a/refresh-token/a/2', 'x'.repeat(2500));
    await keychain.set('a/refresh-token/a/1', 'second ✓');
    expect(await service.entries()).toEqual([
      { account: 'a/refresh-token/a/1', value: 'second ✓' },
      { account: 'a/refresh-token/a/2', value: 'x'.repeat(2500) },
    ]);
    expect(await keychain.get('a/refresh-token/a/1')).toBe('second ✓');
    expect(await keychain.entries()).toHaveLength(2);
    expect(await keychain.delete('a/refresh-token/a/1')).toBe(true);
    expect(await keychain.delete('a/refresh-token/a/1')).toBe(false);
    expect(await keychain.get('a/refresh-token/a/1')).toBeNull();
    expect(await keychain.find('a/refresh-token/a/1')).toBeNull();
    expect(await keychain.find('a/refresh-token/a/2')).toBe('x'.repeat(2500));
    expect(await service.entries()).toEqual([{ account: 'a/refresh-token/a/2', value: 'x'.repeat(2500) }]);
  });

  it('holds a token of 10 KB in parts that Windows would take, and gives it back whole', async () => {
    const { service, keychain } = await open();
    const id = 'f'.repeat(32);
    const text = Array.from({ length: 1024 }, (_, index) => `é${String(index).padStart(8, '0')}`).join('');
    await new SecretStore(keychain).write(id, 'refresh-token', { serial: 7, text });
    const parts = await service.entries();
    expect(parts.length).toBeGreaterThan(4);
    for (const { value } of parts) expect(Buffer.byteLength(value)).toBeLessThan(2560);
    const store = new SecretStore(keychain);
    expect(await store.read(id, 'refresh-token', 7)).toBe(text);
    expect(await store.newest(id, 'refresh-token', null)).toEqual({ serial: 7, text });
    expect(await store.survey()).toEqual([{ id, kind: 'refresh-token', serial: 7, text }]);
    await store.remove(id);
    expect(await service.entries()).toEqual([]);
  });

  it('says "locked" to whoever asks for a secret, or wants it removed, in a locked keyring, and removes nothing', async () => {
    const { service, keychain } = await open();
    const id = 'f'.repeat(32);
    const store = new SecretStore(keychain);
    for (const serial of [1, 2]) await store.write(id, 'refresh-token', { serial, text: `token ${serial}` });
    await service.lock();
    const locked = { name: 'KeychainError', problem: 'locked' };
    await expect(store.read(id, 'refresh-token', 2)).rejects.toMatchObject(locked);
    await expect(store.newest(id, 'refresh-token', 2)).rejects.toMatchObject(locked);
    await expect(store.survey()).rejects.toMatchObject(locked);
    await expect(store.remove(id)).rejects.toMatchObject(locked);
    await service.unlock();
    expect(await store.newest(id, 'refresh-token', null)).toEqual({ serial: 2, text: 'token 2' });
    await store.remove(id);
    expect(await service.entries()).toEqual([]);
  });

  it('refuses a value that the keychain of another system could not hold, before anything is written', async () => {
    const { service, keychain } = await open();
    for (const value of ['é'.repeat(1251), '', 'a\0b']) {
      await expect(keychain.set('a', value)).rejects.toBeInstanceOf(RangeError);
    }
    expect(await service.entries()).toEqual([]);
  });

  it('probes without leaving anything behind', async () => {
    const { service, keychain } = await open();
    await keychain.probe();
    expect(await service.entries()).toEqual([]);
  });

  it('says "locked" to every question while the keyring is locked, and works again once it is open', async () => {
    const { service, keychain } = await open();
    await keychain.set('a', 'kept');
    await service.lock();
    const locked = { name: 'KeychainError', problem: 'locked' };
    await expect(keychain.probe()).rejects.toMatchObject(locked);
    await expect(keychain.set('a', 'lost')).rejects.toMatchObject(locked);
    await expect(keychain.get('a')).rejects.toMatchObject(locked);
    await expect(keychain.delete('a')).rejects.toMatchObject(locked);
    await expect(keychain.entries()).rejects.toMatchObject(locked);
    await service.unlock();
    expect(await keychain.get('a')).toBe('kept');
    expect(await keychain.entries()).toEqual([{ account: 'a', value: 'kept' }]);
  });

  it('says "locked" of a keyring that was never given a password', async () => {
    const { keychain } = await open({ keyring: 'never-set-up' });
    await expect(keychain.probe()).rejects.toMatchObject({ problem: 'locked' });
    await expect(keychain.entries()).rejects.toMatchObject({ problem: 'locked' });
  });

  it('says "missing" on a bus that has no Secret Service', async () => {
    const { keychain } = await open({ keyring: 'none' });
    await expect(keychain.get('a')).rejects.toMatchObject({ problem: 'missing' });
    await expect(keychain.set('a', 'b')).rejects.toMatchObject({ problem: 'missing' });
    await expect(keychain.entries()).rejects.toMatchObject({ problem: 'missing' });
  });

  it('says "missing" without a session bus, and when the bus is gone', async () => {
    for (const env of [{}, { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' }]) {
      const process = await openKeychain({ ...env, XDG_RUNTIME_DIR: '/nonexistent' });
      opened.push(process);
      await expect(process.keychain.probe()).rejects.toMatchObject({ problem: 'missing' });
    }
  });

  it('says "hanging" of a keyring that does not answer, at once for whoever comes next, and recovers by itself', async () => {
    const { service, keychain } = await open({ timeout: 1_000 });
    await keychain.set('a', 'kept');
    service.freeze();
    const inLine = [keychain.get('a'), keychain.set('a', 'late'), keychain.get('a')];
    for (const call of inLine) await expect(call).rejects.toMatchObject({ problem: 'hanging' });
    await expect(keychain.probe()).rejects.toMatchObject({ problem: 'hanging' });
    service.thaw();
    await expect.poll(() => keychain.get('a').catch(() => 'not yet'), { timeout: 10_000 }).toBe('kept');
  });
});
