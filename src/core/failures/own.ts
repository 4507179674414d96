import type { KEY_VAULT } from './key-vault';
import { edit, NEW_CODE, noButton, passing, type Rows, replaceSecret, rowsWith, signIn, type Variant } from './row';

export const NETWORK = {
  'network/unreachable': passing("The server couldn't be reached.", 'Check the network connection.'),
  'network/name': passing("The server's name couldn't be looked up.", 'Check the network connection and DNS.'),
  'network/refused': passing('The server refused the network connection.', 'Check the network, proxy, and firewall.'),
  'network/interrupted': passing('The connection broke off before the reply was complete.'),
  'network/timeout': passing("The server didn't answer in time."),
  'network/proxy': passing('The proxy refused the request.', 'Check the proxy settings and sign in to the proxy.'),
  'network/certificate-date': passing(
    "The server's certificate isn't valid at the date of this computer.",
    "Check this computer's date and time.",
  ),
  'network/certificate-name': passing(
    "The server's certificate is for another name.",
    'Open a browser to see whether this network asks you to sign in.',
    {
      variants: [
        { when: ['custom cloud'], advice: 'Check the addresses of this connection.', remedy: 'edit-connection' },
      ],
    },
  ),
  'network/certificate': passing(
    "The server's certificate isn't trusted.",
    "If a proxy inspects the traffic, add its certificate to this computer's store.",
    {
      variants: [
        {
          when: ['custom cloud'],
          advice:
            'If this cloud has its own certificate authority, choose it under "Extra certificate authority" of this connection. If you already have, check this computer\'s date and the server\'s certificate.',
          remedy: 'edit-connection',
        },
      ],
    },
  ),
  'network/tls': passing(
    "This computer and the server couldn't agree on TLS.",
    'Check whether a proxy or an old server is in between.',
  ),
  'reply/not-entra': passing(
    "Something other than Entra ID answered, perhaps a network's sign-in page.",
    'Open a browser to see whether this network asks you to sign in.',
  ),
  'reply/throttled': passing('Entra ID is limiting requests.'),
  'reply/server-error': passing('Entra ID had an internal error.'),
  'reply/incomplete': passing("Entra ID's reply was incomplete."),
} satisfies Rows;

const tryAgain = rowsWith({ kind: 'setup', remedy: 'retry-keychain' });

const OF_CERTIFICATE: Variant = {
  when: ['certificate'],
  what: "These settings don't match the certificate in the keychain.",
  remedy: 'replace-certificate',
};

/** What happens in this app and on this computer. */
export const COMPUTER = {
  'account/other': signIn(
    'You signed in with a different account than this connection uses.',
    'Sign in with the account of this connection, or add a new connection for the other account.',
    { isAddable: true },
  ),
  'sign-in/state': signIn(
    "The reply didn't belong to this sign-in, so nothing of it was kept.",
    'Sign in again. If this repeats, something on this computer interferes with the sign-in page.',
  ),
  'sign-in/declined': signIn('The sign-in was declined.'),
  'sign-in/timed-out': signIn("The sign-in in the browser wasn't finished within 5 minutes."),
  'sign-in/code-expired': signIn('The code expired before anyone signed in with it.', NEW_CODE),
  'sign-in/no-port': signIn(
    "The browser couldn't send its answer because all ports from 8400 to 8999 are in use.",
    'Close the program that uses them, or choose another way to sign in.',
  ),
  'sign-in/busy': signIn('A sign-in for this connection is already open.', 'Finish it or close its window.'),
  'token/none': signIn('This connection has no refresh token yet.', 'Sign in to get one.'),
  'token/gone': signIn(
    'The refresh token is no longer in the keychain.',
    'Someone or something removed it. Sign in again to get a new one.',
    { endsToken: 'revoked' },
  ),
  'token/mismatch': signIn(
    "These settings don't match the token in the keychain.",
    'Restore the settings that the token came with, or sign in again if yours are the right ones.',
    { isRestorable: true },
  ),
  'secret/mismatch': replaceSecret(
    "These settings don't match the client secret in the keychain.",
    'Restore the settings that it belongs to, or replace it if yours are the right ones.',
    { isRestorable: true, variants: [OF_CERTIFICATE] },
  ),
  'secret/gone': replaceSecret(
    'The client secret is no longer in the keychain.',
    'Enter it again. If you no longer have the value, create a new secret.',
    {
      variants: [
        {
          when: ['certificate'],
          what: 'The certificate is no longer in the keychain.',
          advice: 'Choose its file again. If you no longer have the file, create a new certificate.',
          remedy: 'replace-certificate',
        },
      ],
    },
  ),
  'keychain/missing': tryAgain(
    'There is no keychain on this computer.',
    'On Linux, install and start a Secret Service such as GNOME Keyring or KeePassXC, then try again.',
  ),
  'keychain/no-session': tryAgain(
    'This Windows session has no credential store.',
    'Services and network logons have none. Run the app in a session that you sign in to on this computer, then try again.',
  ),
  'keychain/locked': tryAgain('The keychain is locked.', 'Unlock it, then try again.'),
  'keychain/refused': tryAgain(
    'The keychain refused access.',
    'Allow Partner Token Tray to use the keychain when the system asks, then try again.',
  ),
  'keychain/full': tryAgain(
    'Windows Credential Manager is full.',
    "In Credential Manager, Windows Credentials, remove entries that you don't need, then try again.",
  ),
  'keychain/hanging': tryAgain(
    "The keychain doesn't respond.",
    'Look for a system prompt that waits for you. If there is none, sign out of this computer and in again.',
  ),
  'keychain/mismatch': tryAgain(
    "The keychain didn't return what was written to it.",
    'Check that no other program changes the entries of Partner Token Tray, then try again.',
  ),
  'keychain/key-gone': tryAgain(
    "The key file of the secret store can't be read.",
    'Check that the file named by --key-file is there and that this user may read it. Nothing was changed.',
  ),
  'keychain/key-exposed': tryAgain(
    'Other users can read or replace the key file of the secret store.',
    'Let it belong to this user or root, with mode 0600.',
  ),
  'keychain/key-short': tryAgain(
    'The key file of the secret store is too short.',
    'It needs at least 32 random bytes.',
  ),
  'keychain/key-vault': tryAgain(
    "The key of the secret store couldn't be read from the key vault.",
    "Check the address after --key-file, the network, and that this computer's managed identity may read that secret. Nothing was changed.",
  ),
  'keychain/key-other': tryAgain(
    "The key file isn't the one that the secrets in this data folder are encrypted with.",
    'Name the original key file with --key-file. Nothing was changed.',
  ),
  'keychain/file-unreadable': tryAgain(
    "The encrypted secret store can't be read.",
    'Check the permissions of the folder "secrets" in the data folder, or restore it from a backup.',
  ),
  'keychain/file-unwritable': tryAgain(
    "The encrypted secret store can't be written.",
    'Free some disk space and check the permissions of the folder "secrets" in the data folder.',
  ),
  'keychain/in-file': tryAgain(
    'The secrets of this data folder are in an encrypted file, not in the keychain.',
    'Use partner-token with --secret-store file and --key-file.',
  ),
  'keychain/not-in-file': tryAgain(
    "The secrets of this data folder aren't in an encrypted file.",
    'Leave out --secret-store file, choose another data folder, or restore the folder "secrets" from a backup.',
  ),
  'file/unwritable': tryAgain(
    "The connections file couldn't be written.",
    'Free some disk space and check the permissions of the data folder, then try again.',
  ),
  'file/unreadable': tryAgain(
    "The connections file couldn't be read.",
    'Check the permissions of the data folder, then try again. Until then, nothing is changed or refreshed.',
  ),
  'file/bad': noButton('The connections file was damaged and has been set aside.', 'Check your connections.'),
  'file/newer': noButton(
    'A newer version of this app wrote the connections file.',
    'Install the newest version. Until then, nothing is changed or refreshed.',
  ),
  'folder/busy': passing('Another Partner Token Tray is using the connections.'),
  'request/invalid': edit("A value isn't valid.", 'Correct it and try again.'),
  'request/unknown': noButton('This connection no longer exists.', 'Close this and open the panel again.'),
  'internal/fault': passing('Something went wrong in the app.'),
} satisfies Rows;

/** A code of this app's own. */
export type OwnCode = keyof typeof NETWORK | keyof typeof COMPUTER | keyof typeof KEY_VAULT;
