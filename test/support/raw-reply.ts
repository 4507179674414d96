import { readEntraError } from '../../src/core/failures/entra-error';
import type { RawFailure } from '../../src/core/model/failure';

/** A reply that was no tokens, as the adapter for the token endpoint passes it on. `fields`: its JSON; `null`: it was none. */
export function rawReply(
  status: number,
  fields: Readonly<Record<string, unknown>> | null,
  headers: { readonly retryAfter?: string; readonly date?: string | null } = {},
): Extract<RawFailure, { kind: 'reply' }> {
  const { retryAfter = null, date = null } = headers;
  const error = fields && readEntraError(fields, (text) => text);
  return { kind: 'reply', status, retryAfter, date, error };
}
