import type { ConnectionSettings } from '../model/connection';
import type { Failure } from '../model/failure';
import { CIRCUMSTANCES } from './circumstances';
import { AADSTS_MEANINGS, OAUTH_MEANINGS } from './meanings';
import { VARIANTS } from './variants';

/**
 * A failure with the sentences and the button that fit this connection: the table of meanings knows neither what kind of application it
 * is, nor what its tokens are for, nor where it lives. Fitting twice is fitting once.
 */
export function fitFailure(failure: Failure, connection: ConnectionSettings): Failure {
  const key = keyOf(failure);
  let fitted = failure;
  for (const { when, ...different } of Object.hasOwn(VARIANTS, key) ? (VARIANTS[key] ?? []) : [])
    if (when.every((circumstance) => CIRCUMSTANCES[circumstance](connection))) fitted = { ...fitted, ...different };
  return fitted;
}

/** Under which key its variants are: a code that is not in the table has the meaning of the OAuth error that it came with. */
function keyOf({ code, what }: Failure): string {
  const number = /^AADSTS(\d+)$/.exec(code)?.[1];
  if (number === undefined || Object.hasOwn(AADSTS_MEANINGS, number)) return code;
  const general = Object.entries(OAUTH_MEANINGS).find(([, meaning]) => meaning.what === what);
  return general === undefined ? code : `oauth/${general[0]}`;
}
