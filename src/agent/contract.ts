import * as v from 'valibot';

/** Goes up when a message can no longer be read by an app of the version before. A new kind of request is no reason to. */
export const PROTOCOL_VERSION = 1;

const importOutcome = v.strictObject({
  /** The exit code. 0: imported. 1: refused, or it couldn't be tried or kept. 2: asked for in a way that makes no sense. */
  code: v.picklist([0, 1, 2]),
  /** One line for a person. Holds nothing secret. */
  words: v.string(),
});

/** How an import from a command line ended, for whoever or whatever started it. */
export type ImportOutcome = v.InferOutput<typeof importOutcome>;

const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What another process may ask of the keeper. A request and its answer have the same `kind`. */
export const RequestSchema = v.variant('kind', [
  /** Who holds the data folder. */
  v.strictObject({ kind: v.literal('who') }),
  /** Imports a refresh token into the connection that is called, or numbered, `wanted`. */
  v.strictObject({ kind: v.literal('import-token'), wanted: v.string(), refreshToken: v.string() }),
]);

export const AnswerSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('who'),
    processId: wholeNumber,
    /** Since when it has held the folder, in milliseconds since 1970. */
    since: wholeNumber,
    appVersion: v.string(),
  }),
  v.strictObject({ kind: v.literal('import-token'), outcome: importOutcome }),
]);

export type AgentRequest = v.InferOutput<typeof RequestSchema>;
export type RequestKind = AgentRequest['kind'];
export type RequestOf<K extends RequestKind> = Extract<AgentRequest, { kind: K }>;
export type AnswerOf<K extends RequestKind> = Extract<v.InferOutput<typeof AnswerSchema>, { kind: K }>;

/** What the keeper does for each kind of request. */
export type AgentHandlers = { readonly [K in RequestKind]: (request: RequestOf<K>) => Promise<AnswerOf<K>> };

const version = v.literal(PROTOCOL_VERSION);
/** 32 bytes in hex. */
const bytes = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

/** Why the keeper answers nothing. */
const refusal = v.picklist(['other-version', 'not-understood', 'too-slow', 'busy', 'fault']);
export type Refusal = v.InferOutput<typeof refusal>;
const Refused = v.strictObject({ version, refused: refusal });

/**
 * The conversation, one for each connection. The client speaks first and asks for a proof, so that neither side tells
 * anything to a stranger: `hello`, `welcome`, `ask`, `reply`. Instead of the second and the fourth there may come a refusal.
 */
export const MESSAGES = {
  hello: v.strictObject({ version, nonce: bytes }),
  welcome: v.union([v.strictObject({ version, proof: bytes }), Refused]),
  ask: v.strictObject({ version, request: RequestSchema }),
  reply: v.union([v.strictObject({ version, answer: AnswerSchema }), Refused]),
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
