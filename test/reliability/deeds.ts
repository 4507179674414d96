/** What a person or the keeper does, and may be cut off from at every step. */
export const DEEDS = [
  'add',
  'sign in',
  'sign in again',
  'refresh',
  'replace the secret',
  'remove',
  'recover a lost file',
  'bring an old file up to date',
] as const;
export type Deed = (typeof DEEDS)[number];
