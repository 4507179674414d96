import * as v from 'valibot';
import { DAY, MINUTE } from './time';

/** A text of at most `longest` UTF-16 units: what comes from outside has a bound before anybody looks at it. */
// @__NO_SIDE_EFFECTS__
export function text(longest: number) {
  return v.pipe(v.string(), v.maxLength(longest));
}

/** A whole number between two, both of them included. */
// @__NO_SIDE_EFFECTS__
export function whole(least: number, most: number) {
  return v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));
}

/** An object that nobody changes. Keys that it does not name are dropped. */
// @__NO_SIDE_EFFECTS__
export function record<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(v.object(entries), v.readonly());
}

/** A list that nobody changes. */
// @__NO_SIDE_EFFECTS__
export function list<const Item extends v.GenericSchema>(item: Item) {
  return v.pipe(v.array(item), v.readonly());
}

/** The last date whose year has four digits: that of a certificate that never expires. */
const LATEST = Date.UTC(10_000, 0) - 1;
/** No span is longer. */
const LONGEST = 100 * 365 * DAY;

export const epochMsSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(LATEST));
export const durationSchema = v.pipe(v.number(), v.minValue(0), v.maxValue(LONGEST));
/** How long a token lives: long enough that keeping it is not a storm of exchanges. */
export const lifetimeSchema = v.pipe(durationSchema, v.minValue(MINUTE));
