import type { Culprit } from './weather';

/** What the keeper promises, by how it would be broken. */
export const BREACHES = {
  expired: 'LOST: a token expired that the keeper could have refreshed',
  neglected: 'a refresh was owed, and was not tried within the longest pause in which nothing stood in the way',
  storm: 'what was out of order was called again and again',
  outdated: 'an older token was used or handed out although a newer one had been kept',
  dangling: 'the file named a token that the keychain did not hold, nor a newer one',
  forgotten: 'the app ended and had not kept a token that it could have kept',
  stuck: 'what somebody asked of the app did not come to an end',
  untold: 'a token expired because a person had to act, whom nobody had told',
  needless: 'a notification bothered somebody though nothing was wrong',
  repeated: 'a notification was raised twice',
} as const;
export type BreachKind = keyof typeof BREACHES;

/** What only a person can do, by the button of the notification that tells of it, and why it has to be done. */
export const NEEDS = { 'sign-in': 'revoked', 'replace-secret': 'secret', 'sign-in-in-browser': 'blocked' } as const;
export type Need = keyof typeof NEEDS;

/** Why a token expired though the keeper did all it could; each outage is one that lasted longest of those that kept it from refreshing. */
export const EXCUSES = {
  network: 'there was no network until it expired',
  server: 'the server was out of order until it expired',
  keychain: 'the keychain refused until it expired',
  asleep: 'the machine or the app was off until it expired',
  folder: 'another process had the folder until it expired',
  sick: 'the tenant got no answer until it expired',
  clock: "the machine's clock had been wrong, so that the token, or its sign-in, seemed newer than it was",
  revoked: 'it had been revoked, and a person had been told to sign in',
  secret: 'the client secret had expired, and a person had been told to replace it',
  blocked: 'conditional access blocked it, and a person had been told',
  crash: 'only a person could act, and a crash came between noting a notification and raising it',
  unnoticed: 'only a person could act, and nothing that could tell the app so came through any more',
  policy: "the tenant's policy had become stricter than the app could know",
  frequency: 'the tenant wanted a sign-in by then, and a person had been told',
} as const satisfies Record<Culprit, string> & Record<string, string>;
export type Excuse = keyof typeof EXCUSES;

/** Why a notification was needed. */
export const OCCASIONS = {
  person: 'only a person could help',
  lifetime: 'the lifetime had run short',
  frequency: 'the tenant wanted a sign-in soon',
  export: 'an exported token that is still in use ran short',
  keychain: 'the keychain refused',
  clock: 'a clock was or had been wrong, so that the token seemed to run short',
  policy: 'the server had named a stricter policy',
} as const;
export type Occasion = keyof typeof OCCASIONS;

/** None of any, to count from. */
export const NO_BREACHES: Readonly<Record<BreachKind, number>> = {
  expired: 0,
  neglected: 0,
  storm: 0,
  outdated: 0,
  dangling: 0,
  forgotten: 0,
  stuck: 0,
  untold: 0,
  needless: 0,
  repeated: 0,
};
export const NO_EXCUSES: Readonly<Record<Excuse, number>> = {
  network: 0,
  server: 0,
  keychain: 0,
  asleep: 0,
  folder: 0,
  sick: 0,
  clock: 0,
  revoked: 0,
  secret: 0,
  blocked: 0,
  crash: 0,
  unnoticed: 0,
  policy: 0,
  frequency: 0,
};
export const NO_OCCASIONS: Readonly<Record<Occasion, number>> = {
  person: 0,
  lifetime: 0,
  frequency: 0,
  export: 0,
  keychain: 0,
  clock: 0,
  policy: 0,
};
