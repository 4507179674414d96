import * as v from 'valibot';
import { AnswerSchema, ProgressSchema } from './answers';

/** Goes up when a message can no longer be read by an app of the version before. A new kind of request is no reason to. */
export const PROTOCOL_VERSION = 1;

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

const version = v.literal(PROTOCOL_VERSION);
/** 32 bytes in hex. */
const bytes = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** Why the keeper answers nothing. */
const refusal = v.picklist(['other-version', 'not-understood', 'too-slow', 'busy', 'fault']);
export type Refusal = v.InferOutput<typeof refusal>;
const Refused = v.strictObject({ version, refused: refusal });

/**
 * The conversation, one for each connection. The client speaks first and asks for a proof, so that neither side tells
 * anything to a stranger: `hello`, `welcome`, then what is asked (`ASK` in `requests.ts`, which clients don't load), `reply`. Before
 * the reply there may come progress; instead of the second and the fourth, a refusal.
 */
export const MESSAGES = {
  hello: v.strictObject({ version, nonce: bytes }),
  welcome: v.union([v.strictObject({ version, proof: bytes }), Refused]),
  reply: v.union([
    v.strictObject({ version, progress: ProgressSchema }),
    v.strictObject({ version, answer: AnswerSchema }),
    Refused,
  ]),
};

/** True of a message of any version, past and future. */
const AnyVersion = v.looseObject({ version: wholeNumber });

export type Read<T> =
  | { readonly kind: 'message'; readonly message: T }
  | { readonly kind: 'other-version' }
  | { readonly kind: 'garbage' };

/** Checks what came from the other side before a word of it is believed. Never throws, and repeats nothing of it. */
export function readMessage<T>(schema: v.GenericSchema<unknown, T>, received: unknown): Read<T> {
  const marked = v.safeParse(AnyVersion, received);
  if (!marked.success) return { kind: 'garbage' };
  if (marked.output.version !== PROTOCOL_VERSION) return { kind: 'other-version' };
  const checked = v.safeParse(schema, received);
  return checked.success ? { kind: 'message', message: checked.output } : { kind: 'garbage' };
}
