/** On a server, there is another way than the one that the words name. */
export function withServerAdvice(words: string, failure: string | null): string {
  if (failure !== 'keychain/missing' || process.platform !== 'linux') return words;
  return `${words} On a server, give this user one with dbus-run-session and gnome-keyring-daemon, or keep the secrets in an encrypted file: --secret-store file --key-file FILE. docs/servers.md has both.`;
}
