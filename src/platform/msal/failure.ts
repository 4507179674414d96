import { readEntraError } from '../../core/failures/entra-error';
import type { RawFailure } from '../../core/model/failure';
import type { Met } from '../http/fetch-within';

/**
 * What went wrong where no tokens came, with nothing secret in it: of Entra ID's error what is known to be harmless, less what was
 * sent (`secrets`); of any other reply, which may hold tokens, nothing at all. `error` is MSAL's, which counts where nothing was met.
 */
export function failureOf(met: Met | null, error: unknown, secrets: readonly string[]): RawFailure {
  if (met === null) return { kind: 'internal', name: errorName(error) };
  if (met.kind === 'network') return met;
  const { status, headers, json } = met;
  const read = json && readEntraError(json, (text) => hide(text, secrets));
  return { kind: 'reply', status, retryAfter: headers.get('retry-after'), date: headers.get('date'), error: read };
}

/** Only a name of a class's shape: a message might hold anything. */
export function errorName(error: unknown): string {
  const name = error instanceof Error ? error.name : typeof error;
  return /^\w{1,60}$/.test(name) ? name : 'Error';
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
