import type { NotificationRemedy } from './notification';

/** The words on the one button of a failure or a notification, in the panel and on the desktop. */
export const REMEDY_LABELS: Readonly<Record<NotificationRemedy, string>> = {
  'sign-in': 'Sign in',
  'sign-in-with-consent': 'Sign in with consent',
  'sign-in-in-browser': 'Sign in with browser',
  'replace-secret': 'Replace secret',
  'replace-certificate': 'Replace certificate',
  'edit-connection': 'Edit connection',
  'add-connection': 'Add connection',
  'open-app-registration': 'Open app registration',
  'copy-redirect-uri': 'Copy redirect URI',
  'retry-keychain': 'Try again',
  refresh: 'Refresh now',
  wait: 'Show',
  'show-exported-tokens': 'Show exported tokens',
};
