import { own } from '../../core/failures/classify';
import { readEntraError } from '../../core/failures/entra-error';
import type { RawFailure } from '../../core/model/failure';
import type { Met } from '../http/fetch-within';

/**
 * What went wrong where no tokens came, with nothing secret in it: of Entra ID's error what is known to be harmless, less what was
 * sent (`secrets`); of any other reply, which may hold tokens, nothing at all. Where nothing was met, MSAL failed by itself.
 */
export function failureOf(met: Met | null, secrets: readonly string[]): RawFailure {
  if (met === null) return own('internal/fault');
  if (met.kind === 'network') return met;
  const { status, headers, json } = met;
  const read = json && readEntraError(json, (text) => hide(text, secrets));
  return { kind: 'reply', status, retryAfter: headers.get('retry-after'), date: headers.get('date'), error: read };
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
