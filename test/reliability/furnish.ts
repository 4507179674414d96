import { loadKeytar } from '../../src/platform/keychain/native';

/**
 * Makes the keychain hold these entries of a service, as they were read elsewhere, and no others. Only what differs is touched, and
 * nothing is left over: the daemon writes its whole file at each change, so that a keyring that grows from case to case would make each
 * slower than the one before.
 */
export async function furnish(
  service: string,
  entries: ReadonlyArray<{ readonly account: string; readonly value: string }>,
): Promise<null> {
  const keytar = await loadKeytar();
  const wanted = new Map(entries.map(({ account, value }) => [account, value]));
  for (const { account, password } of await keytar.findCredentials(service)) {
    if (wanted.get(account) === password) wanted.delete(account);
    else if (!wanted.has(account)) await keytar.deletePassword(service, account);
  }
  for (const [account, value] of wanted) await keytar.setPassword(service, account, value);
  return null;
}
