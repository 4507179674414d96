import * as v from 'valibot';
import { cloudNameSchema } from '../core/model/clouds';
import { connectionSettingsSchema, resourceSchema, signInMethodSchema } from '../core/model/connection';
import { clientAuthenticationSchema } from '../core/model/credential';
import { HISTORY_KINDS } from '../core/model/event';
import { exportLabelSchema, exportTargetSchema, LONGEST_PLACE } from '../core/model/exported-token';
import { idSchema } from '../core/model/new-id';
import { epochMsSchema, list, record, text, whole } from '../core/model/schema';
import { STATUSES_BY_WORRY } from '../core/model/status';
import { vaultSettingsSchema } from '../core/model/vault';

const wholeNumber = whole(0, Number.MAX_SAFE_INTEGER);

const trouble = record({ code: text(80), what: v.string(), advice: v.string() });

const connectionFacts = record({
  id: idSchema,
  name: text(200),
  cloud: cloudNameSchema,
  /** The cloud's name for people. */
  cloudLabel: text(300),
  tenant: text(300),
  clientId: text(100),
  application: clientAuthenticationSchema.entries.kind,
  resource: resourceSchema,
  resourceLabel: text(500),
  redirectUri: text(2000),
  signInMethod: signInMethodSchema,
  /** Times are on the connection's own clock, as this is. */
  now: epochMsSchema,
  status: v.picklist(STATUSES_BY_WORRY),
  /** The state in a few words. */
  statusText: text(1000),
  /** The user who signed in; `null` before. */
  account: v.nullable(text(4000)),
  /** `null`: not known. */
  hasMfa: v.nullable(v.boolean()),
  issuedAt: v.nullable(epochMsSchema),
  /** `null` also when the token is of no use anymore. */
  expiresAt: v.nullable(epochMsSchema),
  /** What ends the token first. */
  endsWith: v.nullable(v.picklist(['lifetime', 'sign-in'])),
  /** When it is refreshed, or tried, next. */
  refreshAt: v.nullable(epochMsSchema),
  credentialExpiresAt: v.nullable(epochMsSchema),
  trouble: v.nullable(trouble),
  exportedInUse: wholeNumber,
  /** The key vault that its refresh token is kept up to date in; `null`: none. */
  vault: v.nullable(
    record({
      settings: vaultSettingsSchema,
      /** How it is, in a few words. */
      text: text(300),
      /** As whom it is written, after "as". */
      credentialText: text(300),
      /** How many refreshes it has not been told of. */
      behind: wholeNumber,
      /** When a token was last written; `null`: never. */
      writtenAt: v.nullable(epochMsSchema),
      retryAt: v.nullable(epochMsSchema),
      trouble: v.nullable(trouble),
    }),
  ),
});

/** A connection as another process sees it. Nothing in it is secret. */
export type ConnectionFacts = v.InferOutput<typeof connectionFacts>;

const refusal = record({
  ok: v.literal(false),
  /** The exit code. 1: it failed. 2: asked for in a way that makes no sense. 3: a person is needed. */
  code: v.picklist([1, 2, 3]),
  /** What is wrong and what to do, for a person. Holds nothing secret. */
  words: v.string(),
  /** The failure's code, such as `AADSTS700082`; `null`: it has none. */
  failure: v.nullable(text(80)),
});

/** Why something was not done, for whoever or whatever asked. */
export type Refused = v.InferOutput<typeof refusal>;

// @__NO_SIDE_EFFECTS__
function outcome<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.union([v.object({ ok: v.literal(true), ...entries }), refusal]);
}

const fact = record({ label: v.string(), value: v.string() });
const done = outcome({ connection: connectionFacts });

const exportedToken = record({
  id: idSchema,
  to: exportTargetSchema,
  place: v.nullable(text(LONGEST_PLACE)),
  label: exportLabelSchema,
  takenAt: epochMsSchema,
  expiresAt: epochMsSchema,
  state: v.picklist(['in-use', 'replaced', 'expired']),
  superseded: v.boolean(),
  /** Each refresh puts a newer token in its place. */
  renews: v.boolean(),
});

export const AnswerSchema = v.variant('kind', [
  v.strictObject({
    kind: v.literal('who'),
    processId: wholeNumber,
    /** Since when it has held the folder, in milliseconds since 1970. */
    since: wholeNumber,
    appVersion: v.string(),
  }),
  v.strictObject({
    kind: v.literal('list'),
    outcome: outcome({
      connections: list(connectionFacts),
      /** Where the rest begins; `null`: that is all. */
      next: v.nullable(wholeNumber),
      /** What is wrong with the whole app, in words; `null`: nothing. */
      trouble: v.nullable(v.string()),
      /** That this computer's clock is wrong, in words; `null`: it is not known to be. */
      clock: v.nullable(v.string()),
    }),
  }),
  v.strictObject({
    kind: v.literal('access-token'),
    outcome: outcome({
      accessToken: v.string(),
      /** On the connection's clock, as `connection.now` is. */
      expiresAt: epochMsSchema,
      resource: resourceSchema,
      /** `https://host` or `api://…` of the API that it is for. */
      audience: v.string(),
      connection: connectionFacts,
    }),
  }),
  v.strictObject({ kind: v.literal('refresh'), outcome: done }),
  v.strictObject({
    kind: v.literal('test'),
    outcome: outcome({
      connection: connectionFacts,
      passed: v.boolean(),
      headline: v.string(),
      advice: v.nullable(v.string()),
      facts: list(fact),
    }),
  }),
  v.strictObject({
    kind: v.literal('history'),
    outcome: outcome({
      connection: connectionFacts,
      /** Oldest first. */
      entries: list(
        record({
          kind: v.picklist(HISTORY_KINDS),
          at: epochMsSchema,
          last: epochMsSchema,
          count: wholeNumber,
          code: text(200),
          /** The entry in words. */
          words: v.string(),
        }),
      ),
    }),
  }),
  v.strictObject({ kind: v.literal('add'), outcome: done }),
  v.strictObject({
    kind: v.literal('settings'),
    outcome: outcome({
      id: idSchema,
      settings: connectionSettingsSchema,
      /** Which secrets it holds. */
      holds: list(v.picklist(['refresh-token', 'client-secret'])),
    }),
  }),
  v.strictObject({ kind: v.literal('edit'), outcome: done }),
  v.strictObject({ kind: v.literal('remove'), outcome: done }),
  v.strictObject({ kind: v.literal('sign-in'), outcome: done }),
  v.strictObject({ kind: v.literal('import-token'), outcome: outcome({ words: v.string() }) }),
  v.strictObject({
    kind: v.literal('export'),
    outcome: outcome({
      refreshToken: v.string(),
      exportId: idSchema,
      expiresAt: epochMsSchema,
      connection: connectionFacts,
    }),
  }),
  v.strictObject({ kind: v.literal('withdraw-export'), outcome: done }),
  v.strictObject({
    kind: v.literal('exported'),
    outcome: outcome({ connection: connectionFacts, exportedTokens: list(exportedToken) }),
  }),
  v.strictObject({ kind: v.literal('mark-replaced'), outcome: done }),
  v.strictObject({ kind: v.literal('practice'), outcome: done }),
  v.strictObject({ kind: v.literal('vault-set'), outcome: done }),
  v.strictObject({ kind: v.literal('vault-sync'), outcome: done }),
  v.strictObject({ kind: v.literal('vault-remove'), outcome: done }),
]);

/** What a person has to see while something is done that they asked for. */
export const ProgressSchema = v.variant('kind', [
  /** A page was opened in the system's browser. */
  v.strictObject({ kind: v.literal('browser') }),
  /** No browser could be opened: this address has to be copied to one. */
  v.strictObject({ kind: v.literal('address'), address: v.string() }),
  /** A code to enter on a page, until then. */
  v.strictObject({
    kind: v.literal('code'),
    userCode: text(100),
    verificationUri: text(2000),
    expiresAt: epochMsSchema,
  }),
]);

export type Progress = v.InferOutput<typeof ProgressSchema>;
