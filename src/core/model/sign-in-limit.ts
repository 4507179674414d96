import * as v from 'valibot';
import { record } from './schema';
import { DAY, type DurationMs, durationSchema, HOUR, MINUTE, SECOND } from './time';

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
    : `This tenant requires a sign-in every ${everySpan(span)}`;
}

/** What comes after "every": "7 days", "24 hours", "hour". */
function everySpan(span: DurationMs): string {
  if (span >= 1.5 * DAY) return counted(span / DAY, 'day');
  if (span >= 59.5 * MINUTE) return counted(span / HOUR, 'hour');
  return span >= MINUTE ? counted(span / MINUTE, 'minute') : counted(span / SECOND, 'second');
}

function counted(count: number, unit: string): string {
  const whole = Math.max(1, Math.round(count));
  return whole === 1 ? unit : `${whole} ${unit}s`;
}
