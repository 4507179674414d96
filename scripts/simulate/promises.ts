/** What the keeper promises, by how it would be broken. */
export const BREACHES = {
  lapsed: 'LOST: a token lapsed that the keeper could have refreshed',
  neglected: 'a refresh was due and possible for three hours on end, and was not tried',
  outdated: 'an older token was used although a newer one had been kept',
  dangling: 'the file named a token that the keychain did not hold',
  untold: 'a token lapsed because a person had to act, whom nobody had told',
  needless: 'a notice bothered somebody though nothing was wrong',
  repeated: 'a notice was raised twice',
} as const;
export type BreachKind = keyof typeof BREACHES;

/** Why a token lapsed though the keeper did all it could. */
export const EXCUSES = {
  outage: 'an outage outlasted the window',
  person: 'only a person could act, and had been told',
  policy: "the tenant's window had become shorter than the app could know",
} as const;
export type Excuse = keyof typeof EXCUSES;

/** Why a notice was needed. */
export const OCCASIONS = {
  person: 'only a person could help',
  window: 'the window had run short',
  keychain: 'the keychain was locked',
  clock: "the machine's clock was wrong, so the window seemed short",
  policy: 'the server had named a shorter window',
} as const;
export type Occasion = keyof typeof OCCASIONS;
