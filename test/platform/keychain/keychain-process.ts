import * as v from 'valibot';
import { KeychainError } from '../../../src/core/storage/ports';
import { createKeychain } from '../../../src/platform/keychain/keychain';

/** Offers a keychain over IPC. libsecret remembers the first Secret Service it met, so each one in a test needs a process of its own. */
const keychain = createKeychain({ timeout: Number(process.argv[2] ?? 15_000) });

const Request = v.object({ id: v.number(), method: v.string(), account: v.string(), value: v.string() });

async function perform(method: string, account: string, value: string): Promise<unknown> {
  if (method === 'get') return keychain.get(account);
  if (method === 'find') return keychain.find(account);
  if (method === 'set') return keychain.set(account, value);
  if (method === 'delete') return keychain.delete(account);
  if (method === 'entries') return keychain.entries();
  if (method === 'probe') return keychain.probe();
  throw new Error(`no method ${method}`);
}

process.on('message', async (message) => {
  const { id, method, account, value } = v.parse(Request, message);
  try {
    process.send?.({ id, value: await perform(method, account, value) });
  } catch (error) {
    const problem = error instanceof KeychainError ? error.problem : null;
    process.send?.({ id, failure: { problem, text: String(error) } });
  }
});
process.on('disconnect', () => process.exit());
process.send?.({ id: 0 });
