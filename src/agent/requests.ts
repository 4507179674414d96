import * as v from 'valibot';
import {
  connectionSettingsSchema,
  resourceSchema,
  settingsChangeEntries,
  signInMethodSchema,
} from '../core/model/connection';
import { credentialFactsSchema, credentialSchema } from '../core/model/credential';
import { exportLabelSchema, LONGEST_PLACE } from '../core/model/exported-token';
import { idSchema } from '../core/model/new-id';
import { durationSchema, text, whole } from '../core/model/schema';
import { vaultSettingsSchema } from '../core/model/vault';
import type { AnswerSchema, Progress } from './answers';
import { PROTOCOL_VERSION } from './contract';

/** A connection as somebody names it: by its ID, its name, or the beginning of either. As long as an argument can be: nonsense gets an answer, too. */
const wanted = text(200_000);
const wholeNumber = whole(0, Number.MAX_SAFE_INTEGER);

/** What another process may ask of the keeper. A request and its answer have the same `kind`. */
export const RequestSchema = v.variant('kind', [
  /** Who holds the data folder. */
  v.strictObject({ kind: v.literal('who') }),
  /** The state of one connection or, with `wanted` empty, of all from the `from`th on; as many as one message holds. */
  v.strictObject({ kind: v.literal('list'), wanted, from: wholeNumber }),
  /** An access token that is good for `validFor` milliseconds more; `null` for the connection's own resource. */
  v.strictObject({
    kind: v.literal('access-token'),
    wanted,
    validFor: durationSchema,
    resource: v.nullable(resourceSchema),
    /** The process that asks, as it says itself. */
    processId: wholeNumber,
  }),
  v.strictObject({ kind: v.literal('refresh'), wanted }),
  v.strictObject({ kind: v.literal('test'), wanted }),
  v.strictObject({ kind: v.literal('history'), wanted }),
  v.strictObject({
    kind: v.literal('add'),
    settings: connectionSettingsSchema,
    credential: credentialSchema,
    facts: credentialFactsSchema,
  }),
  /** What a person has decided about a connection, whole. */
  v.strictObject({ kind: v.literal('settings'), wanted }),
  v.strictObject({
    kind: v.literal('edit'),
    wanted,
    change: v.strictObject(settingsChangeEntries),
    /** Another credential in the old one's place; `null`: it stays. */
    credential: v.nullable(v.strictObject({ credential: credentialSchema, facts: credentialFactsSchema })),
  }),
  v.strictObject({ kind: v.literal('remove'), wanted }),
  /** Signs in. What the person has to see meanwhile comes as progress. */
  v.strictObject({
    kind: v.literal('sign-in'),
    wanted,
    /** `null`: the connection's own. */
    method: v.nullable(signInMethodSchema),
    consent: v.boolean(),
    /** Whether the system's browser may be opened; else its address comes as progress. */
    opensBrowser: v.boolean(),
  }),
  /** Imports a refresh token into the connection that is `wanted`. */
  v.strictObject({ kind: v.literal('import-token'), wanted, refreshToken: v.string() }),
  /** The refresh token, once it is on record as an exported token. */
  v.strictObject({
    kind: v.literal('export'),
    wanted,
    to: v.picklist(['file', 'program']),
    /** Of the file. */
    path: v.exactOptional(text(LONGEST_PLACE)),
    label: v.exactOptional(exportLabelSchema),
    processId: wholeNumber,
  }),
  /** The exported token did not get to where it was to go. */
  v.strictObject({ kind: v.literal('withdraw-export'), wanted, exportId: idSchema }),
  v.strictObject({ kind: v.literal('exported'), wanted }),
  /** Nothing uses the exported token whose ID begins so anymore. */
  v.strictObject({ kind: v.literal('mark-replaced'), wanted, exportId: text(100) }),
  /** Adds the ready-made connection of the practice cloud, or finds it. */
  v.strictObject({ kind: v.literal('practice') }),
  /** Has a key vault kept up to date with the refresh token from now on, and writes it. */
  v.strictObject({ kind: v.literal('vault-set'), wanted, settings: vaultSettingsSchema, processId: wholeNumber }),
  /** Looks at the key vault now; with `replace`, whatever it holds is replaced. */
  v.strictObject({ kind: v.literal('vault-sync'), wanted, replace: v.boolean(), processId: wholeNumber }),
  v.strictObject({ kind: v.literal('vault-remove'), wanted }),
]);

/** The message that brings a request. */
export const ASK = v.strictObject({ version: v.literal(PROTOCOL_VERSION), request: RequestSchema });

export type AgentRequest = v.InferOutput<typeof RequestSchema>;
export type RequestKind = AgentRequest['kind'];
export type RequestOf<K extends RequestKind> = Extract<AgentRequest, { kind: K }>;
/** As a parameter: lets the kind of a request be inferred from it. */
export type Asking<K extends RequestKind> = { readonly kind: K } & RequestOf<K>;
export type AnswerOf<K extends RequestKind> = Extract<v.InferOutput<typeof AnswerSchema>, { kind: K }>;

/** Whoever asked, while they wait. */
export interface Asker {
  /** Aborted when they no longer wait: a sign-in ends then, all else is done all the same. */
  readonly signal: AbortSignal;
  readonly tell: (progress: Progress) => void;
}

/** What the keeper does for each kind of request. */
export type AgentHandlers = {
  readonly [K in RequestKind]: (request: RequestOf<K>, asker: Asker) => Promise<AnswerOf<K>>;
};
