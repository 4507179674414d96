import * as v from 'valibot';
import { idSchema } from './new-id';
import { epochMsSchema, list, record, text } from './schema';
import type { EpochMs } from './time';
import { validitySchema } from './validity';

export const exportTargetSchema = v.picklist(['clipboard', 'file', 'program', 'key-vault']);

/** Where an exported token went; `program`: to one that asked by the command line. */
export type ExportTarget = v.InferOutput<typeof exportTargetSchema>;

/** What a person calls an exported token. */
export const exportLabelSchema = v.pipe(v.string(), v.trim(), v.maxLength(60));

/** Longest place that is remembered; of a longer path, its end. */
export const LONGEST_PLACE = 1000;

/** Too short for a token to slip in. */
const digest = v.pipe(v.string(), v.regex(/^[\w-]{1,43}$/));

export const exportedTokenSchema = record({
  id: idSchema,
  connectionId: idSchema,
  to: exportTargetSchema,
  /** Where exactly: a file's path, a program's name, a secret in Key Vault; `null` for the clipboard, or where nobody said. */
  place: v.nullable(text(LONGEST_PLACE)),
  /** What a person calls it, such as what uses it; empty until somebody does. */
  label: exportLabelSchema,
  /** When it left. */
  takenAt: epochMsSchema,
  /** Of the token itself, whatever the connection has exchanged since. */
  ...validitySchema.entries,
  salt: digest,
  /** All exports of one token have the same salt and digest. */
  digest,
  /** When a person said that nothing uses it anymore; `null` until then. */
  replacedAt: v.nullable(epochMsSchema),
  /** It is put in the place of the one before with each refresh, as long as that works. */
  renews: v.exactOptional(v.literal(true)),
  /** Thresholds about which a notification was raised: "7" for 7 days left. */
  notificationsRaised: list(text(4000)),
});

/** A refresh token that left the app. The token itself is not in it: it is known by a salted digest. Persisted. */
export type ExportedToken = v.InferOutput<typeof exportedTokenSchema>;

/** Makes and compares digests of refresh tokens. */
export interface Fingerprints {
  /** A new random salt, as text. */
  newSalt(): string;
  /** One-way; the same for the same salt and text, always. A token is random enough that a plain keyed hash keeps it secret. */
  digest(salt: string, text: string): string;
}

/** An exported token as it is shown. Nothing in it is secret. */
export interface ExportedTokenView extends Pick<ExportedToken, 'id' | 'to' | 'place' | 'label' | 'takenAt'> {
  readonly expiresAt: EpochMs;
  /** `replaced`: a person said so. `expired`: its lifetime is over, and nobody said that it is out of use. */
  readonly state: 'in-use' | 'replaced' | 'expired';
  /** The connection has a newer token since. The exported one works until it expires. */
  readonly superseded: boolean;
  /** Each refresh puts a newer token in its place. */
  readonly renews?: true;
  /** A few letters that all exports of one token have in common. */
  readonly mark: string;
}

/** What is remembered of an export besides where it goes. Nothing in it is secret. */
export interface ExportNote {
  readonly place?: string;
  readonly label?: string;
}

/** A refresh token to export. It is on record as an exported token. */
export interface ExportedRefreshToken {
  readonly refreshToken: string;
  readonly exportId: string;
  readonly issuedAt: EpochMs;
  readonly expiresAt: EpochMs;
}
