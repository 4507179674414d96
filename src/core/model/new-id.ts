import * as v from 'valibot';

export const idSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));

/** 32 hex digits in a GUID's layout without dashes. Not a secret. */
export function newId(random: Random): string {
  return Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** A number in [0, 1). */
export type Random = () => number;

/** Whether a text is a GUID with dashes: the form of tenant, client and object IDs. */
export function isGuid(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
