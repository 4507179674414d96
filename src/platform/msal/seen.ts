import { readEntraError } from '../../core/failures/entra-error';
import type { RawFailure } from '../../core/model/failure';

/** What one request of MSAL really met. MSAL keeps little of it, and cannot be trusted to fail (facts measured in the tests). */
export type Seen =
  | { readonly kind: 'network'; readonly code: string }
  | {
      readonly kind: 'reply';
      readonly url: string;
      readonly status: number;
      readonly retryAfter: string | null;
      readonly date: string | null;
      /** The body, when it is a JSON object. */
      readonly json: Readonly<Record<string, unknown>> | null;
    };

export type SeenReply = Extract<Seen, { kind: 'reply' }>;

/**
 * A reply as a failure, with nothing secret in it: of an error what is known to be harmless, less what was sent (`secrets`);
 * of anything else, which may hold tokens, nothing at all.
 */
export function replyFailure({ status, retryAfter, date, json }: SeenReply, secrets: readonly string[]): RawFailure {
  const error = json && readEntraError(json, (text) => hide(text, secrets));
  return { kind: 'reply', status, retryAfter, date, error };
}

/** `text` with every secret replaced, also where it is form-encoded. */
export function hide(text: string, secrets: readonly string[]): string {
  let hidden = text;
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of new Set([secret, encodeURIComponent(secret)])) hidden = hidden.replaceAll(form, '[secret]');
  }
  return hidden;
}
