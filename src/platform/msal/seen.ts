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
      readonly text: string;
      /** The body, when it is a JSON object. */
      readonly json: Readonly<Record<string, unknown>> | null;
    };

export type SeenReply = Extract<Seen, { kind: 'reply' }>;

const MAX_BODY = 16 * 1024;
/** What an error reply is made of. Source: Microsoft Learn, "OAuth 2.0 authorization code flow", error response. */
const ERROR_FIELDS = [
  'error',
  'error_description',
  'error_codes',
  'timestamp',
  'trace_id',
  'correlation_id',
  'error_uri',
  'suberror',
] as const;

/** A reply as a failure, with nothing secret in it: neither what was sent (`secrets`) nor tokens that came. */
export function replyFailure(reply: SeenReply, secrets: readonly string[]): RawFailure {
  const { status, retryAfter, date } = reply;
  return { kind: 'reply', status, body: hide(harmlessBody(reply), secrets).slice(0, MAX_BODY), retryAfter, date };
}

/**
 * Of an error reply its known fields; of anything else the text without the long unbroken runs that tokens are, because
 * a good reply that was cut short is not JSON any more, and holds tokens.
 */
function harmlessBody(reply: SeenReply): string {
  const { json, text } = reply;
  if (json !== null && typeof json.error === 'string') {
    return JSON.stringify(Object.fromEntries(ERROR_FIELDS.filter((key) => key in json).map((key) => [key, json[key]])));
  }
  return text.replace(/[\w.~+/=%-]{24,}/g, '[secret]');
}

/** `text` with every secret replaced, also where it is form-encoded or escaped for JSON. */
export function hide(text: string, secrets: readonly string[]): string {
  let hidden = text;
  for (const secret of secrets) {
    if (secret === '') continue;
    const forms = new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]);
    for (const form of forms) hidden = hidden.replaceAll(form, '[secret]');
  }
  return hidden;
}
