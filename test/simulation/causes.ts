/** What can go wrong in the simulated world. To shrink what led to a loss, each is left out in turn. */
export const CAUSES = [
  'network',
  'server',
  'keychain',
  'disk',
  'asleep',
  'folder',
  'crash',
  'reply',
  'clock',
  'revocation',
  'secret',
  'block',
  'sickness',
  'policy',
  'frequency',
  'visitors',
] as const;
export type Cause = (typeof CAUSES)[number];
