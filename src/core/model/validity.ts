import * as v from 'valibot';
import { epochMsSchema, lifetimeSchema, record } from './schema';

export const signInLimitSchema = record({
  reason: v.picklist(['sign-in-frequency', 'single-page']),
  span: lifetimeSchema,
});

/**
 * How long the tokens of one sign-in live, counted from it: no refresh extends that. A policy of the tenant, or 24 hours where the
 * redirect URI is registered for a single-page application. Sources: Microsoft Learn, "Configure adaptive session lifetime policies",
 * "Refresh tokens in the Microsoft identity platform".
 */
export type SignInLimit = v.InferOutput<typeof signInLimitSchema>;

export const validitySchema = record({
  /** When the token was asked for, by the clock here. */
  issuedAt: epochMsSchema,
  /** How long it lives from its issue. */
  lifetime: lifetimeSchema,
  /** The latest that the person can have signed in: the issue of the token that the sign-in or the import gave. */
  signedInAt: epochMsSchema,
  /** How long it lives from the sign-in at most, however often it is exchanged; only once the server has named it. */
  signInLimit: v.exactOptional(signInLimitSchema),
});

/** What a token's two ends count from, and how far away they are. */
export type Validity = v.InferOutput<typeof validitySchema>;
