/** What a person or the keeper does, and may be cut off from at every step. */
export const OPERATIONS = [
  'add',
  'sign in',
  'sign in again',
  'refresh',
  'refresh twice in quick succession',
  'replace the secret',
  'become a public client',
  'remove',
  'recover a lost file',
  'import a token',
  'export a token to a file',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * What an operation begins with: nothing, a connection without a token, a connection with its second token, or one without a
 * token whose application turns out to be a public client.
 */
export const BEGINNINGS = ['nothing', 'added', 'signed in', 'mistaken'] as const;
export type Beginning = (typeof BEGINNINGS)[number];

/** Where a token is exported to, in the data folder, so that its file is watched as well. */
export const EXPORT = 'exported.txt';
