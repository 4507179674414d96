import * as v from 'valibot';
import { epochMsSchema, lifetimeSchema, record } from './schema';
import { everyInWords } from './time';

export const signInLimitSchema = record({
  reason: v.picklist(['sign-in-frequency', 'single-page']),
  span: lifetimeSchema,
});

/**
 * How long the tokens of one sign-in live, counted from the sign-in: no refresh extends it. `sign-in-frequency`: a
 * policy of the tenant; `single-page`: the redirect URI is registered for a single-page application.
 * Sources: Microsoft Learn, "Configure adaptive session lifetime policies" and "Refresh tokens in the Microsoft identity
 * platform" (24 hours for single-page applications; tokens obtained with the first one carry its end over).
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

/** "This tenant requires a sign-in every 7 days": why refreshing is not enough. No full stop. */
export function signInLimitInWords({ reason, span }: SignInLimit): string {
  return reason === 'single-page'
    ? 'This application is registered as a single-page application, which requires a sign-in every 24 hours'
    : `This tenant requires a sign-in every ${everyInWords(span)}`;
}
