import { isGuid } from '../model/new-id';

/** What cannot be seen, or not be told from a usual space. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{DI}\u2800]|(?! )\p{Zs}/u;

const CHARACTER_NAMES = new Map([
  ['\u00a0', 'no-break space'],
  ['\u00ad', 'soft hyphen'],
  ['\u200b', 'zero-width space'],
  ['\u2013', 'en dash'],
  ['\u2014', 'em dash'],
  ['\u02dc', 'small tilde'],
  ['\uff5e', 'fullwidth tilde'],
]);

/** The first character of a text that is none a secret or token should have, by its name and number; `null`: there is none. */
export function oddCharacter(text: string, odd: RegExp = INVISIBLE): string | null {
  const character = odd.exec(text)?.[0];
  if (character === undefined) return null;
  const number = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return `${CHARACTER_NAMES.get(character) ?? 'character'} (${number})`;
}

/** What is wrong with a client secret, or `null`. Never repeats the secret. */
export function secretProblem(secret: string): string | null {
  const value = secret.trim();
  if (value === '') return 'Enter the client secret\'s value from "Certificates & secrets".';
  if (value.length > 2000) return 'This is too long for a client secret. Copy only the Value.';
  const odd = oddCharacter(value);
  return odd && `The secret contains an invisible ${odd}. Copy it again.`;
}

/** What is unusual about a client secret that may be right all the same, since old tools took any text; or `null`. Never repeats it. */
export function secretWarning(secret: string): string | null {
  const value = secret.trim();
  if (isGuid(value))
    return 'This looks like the Secret ID. Enter the Value instead, unless an old tool created a GUID as the secret.';
  if (/([*\u2022\u25cf\u00b7])\1{3}$/.test(value)) return 'This looks masked. The portal shows the Value only once.';
  if (/^["'`\u2018-\u201f].*["'`\u2018-\u201f]$/.test(value))
    return "The secret is in quotation marks. Remove them if they aren't part of it.";
  if (value.includes(' ')) return "The secret contains a space. Remove it if it isn't part of the secret.";
  const odd = oddCharacter(value, /[^\x20-\x7e]/u);
  return odd && `The secret contains an unusual ${odd}. Copy it again from the portal, not from a document or chat.`;
}
