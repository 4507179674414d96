import * as v from 'valibot';
import { durationSchema, record } from './schema';
import { everyInWords } from './time-words';

export const signInLimitSchema = record({
  reason: v.picklist(['sign-in-frequency', 'single-page']),
  span: durationSchema,
});

/**
 * How long the tokens of one sign-in live, counted from the sign-in: no refresh extends it. `sign-in-frequency`: a
 * policy of the tenant; `single-page`: the redirect URI is registered for a single-page application.
 * Sources: Microsoft Learn, "Configure adaptive session lifetime policies" and "Refresh tokens in the Microsoft identity
 * platform" (24 hours for single-page applications; tokens obtained with the first one carry its end over).
 */
export type SignInLimit = v.InferOutput<typeof signInLimitSchema>;

/** "This tenant requires a sign-in every 7 days": why refreshing is not enough. No full stop. */
export function signInLimitInWords({ reason, span }: SignInLimit): string {
  return reason === 'single-page'
    ? 'This application is registered as a single-page application, which requires a sign-in every 24 hours'
    : `This tenant requires a sign-in every ${everyInWords(span)}`;
}
