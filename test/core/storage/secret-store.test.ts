import { expect, test } from 'vitest';
import { SecretStore } from '../../../src/core/storage/secret-store';
import { World } from '../world';

const ID = '0'.repeat(32);

test('what is written while the keychain tells what it holds stays known, and what is gone the next time does not', async () => {
  const { keychain } = new World();
  const vault = new SecretStore(keychain);
  let answer: (entries: Awaited<ReturnType<typeof keychain.entries>>) => void = () => undefined;
  keychain.entries = () =>
    new Promise((resolve) => {
      answer = resolve;
    });
  const first = vault.survey();
  await vault.write(ID, 'refresh-token', 1, 'made up');
  answer([]);
  await first;
  expect(vault.nextGeneration(ID, 'refresh-token', 0)).toBe(2);
  const second = vault.survey();
  answer([]);
  await second;
  expect(vault.nextGeneration(ID, 'refresh-token', 0)).toBe(1);
});
