import type { KeychainProblem } from '../../core/model/failure';

/**
 * keytar passes on the system's words and no code. Linux: measured with libsecret 0.20 and gnome-keyring 42 (those marked *), the
 * others from the sources of libsecret, GLib and KWallet. macOS: SecCopyErrorMessageString's texts. Windows: FormatMessage's texts.
 * Two of them in German and Spanish, too: Microsoft Learn, "System Error Codes". For other languages the last line of
 * {@link keychainProblem} holds.
 */
const TEXTS: ReadonlyArray<readonly [KeychainProblem, readonly RegExp[]]> = [
  [
    'locked',
    [
      /locked collection/i, // * a locked keyring, and nobody to ask for the password, or the question was dismissed
      /Object does not exist at path/i, // * the keyring has never been set up, and nobody to ask for a new password
      /IsLocked|is locked/i,
      /User interaction is (?:not allowed|required)/i, // errSecInteractionNotAllowed, errSecInteractionRequired
    ],
  ],
  [
    'hanging',
    [
      /Timeout was reached/i, // * libsecret's own 25 seconds
      /Error\.(?:NoReply|TimedOut|Timeout)\b/,
    ],
  ],
  [
    'refused',
    [
      /Error\.(?:AccessDenied|AuthFailed)\b|access is denied|Rejected send message|policy prevents/i,
      /cancell?ed|dismissed/i, // errSecUserCanceled
      /passphrase you entered is not correct/i, // errSecAuthFailed: the user pressed Deny, or the item belongs to another program
    ],
  ],
  [
    'missing',
    [
      /Cannot autolaunch D-Bus/i, // * no session bus
      /Could not connect|Connection refused|connection is closed/i, // * the bus's address leads nowhere
      /not provided by any \.service files|ServiceUnknown|NameHasNoOwner|Error\.Spawn/i, // * a bus, and no Secret Service on it
      /session wrapping the secret does not exist|^Name ".*" does not exist/i, // * the Secret Service was restarted under us
      /keychain (?:could not be found|is available)/i, // errSecNoSuchKeychain, errSecNoDefaultKeychain, errSecNotAvailable
    ],
  ],
  [
    'no-session',
    [/logon session does not exist|Anmeldesitzung ist nicht vorhanden|sesión de inicio especificada no existe/i],
  ], // ERROR_NO_SUCH_LOGON_SESSION: a service or a network logon has no credential store
  ['full', [/not enough memory resources|nicht genügend Speicher|recursos de memoria/i]], // ERROR_NOT_ENOUGH_MEMORY, as CredWrite fails once there are too many credentials
];

/** What a native error means. Words that nobody knows are a refusal: the keychain is there and did not do it. */
export function keychainProblem(error: unknown): KeychainProblem {
  const text = error instanceof Error ? error.message : String(error);
  for (const [problem, patterns] of TEXTS) {
    if (patterns.some((pattern) => pattern.test(text))) return problem;
  }
  return 'refused';
}
