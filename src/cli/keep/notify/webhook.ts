import { createHmac } from 'node:crypto';
import { parseRetryAfter } from '../../../core/failures/classify';
import { type DurationMs, SECOND } from '../../../core/model/time';
import { networkCode } from '../../../platform/http/network-code';
import type { NodeFetch } from '../../../platform/http/node-fetch';
import { version } from '../../version';
import type { Deliver, Delivery } from './delivery';
import { bodyIn, type WebhookFormat } from './formats';

/** Of one try. */
const LIMIT: DurationMs = 10 * SECOND;
/** The receiver's trouble, not the request's. Source: RFC 9110, section 15; RFC 8470; RFC 6585. */
const TRY_AGAIN: ReadonlySet<number> = new Set([408, 425, 429]);

export interface WebhookOptions {
  readonly address: string;
  readonly format: WebhookFormat;
  /** Signs what is sent; asked each time, since it may change. `null`: nothing is signed. */
  readonly secret: () => string | null;
  readonly fetch: NodeFetch;
  readonly limit?: DurationMs;
}

/**
 * Posts notifications to an address. With a secret, `X-Partner-Token-Signature: sha256=…` is the HMAC-SHA256 of the body (RFC 2104), in
 * hexadecimal. Redirects aren't followed: they could lead anywhere.
 */
export function webhook({ address, format, secret, fetch, limit = LIMIT }: WebhookOptions): Deliver {
  return async (message, signal) => {
    const body = bodyIn(format, message);
    const key = secret();
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': `partner-token/${version()}`,
          ...(key === null ? {} : { 'X-Partner-Token-Signature': signatureOf(body, key) }),
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(limit)]),
      });
      // What it says is nobody's business, and may never end.
      void response.body?.cancel().catch(() => undefined);
      return meaningOf(response.status, response.headers.get('retry-after'), response.headers.get('date'));
    } catch (error) {
      return { kind: 'later', words: `The webhook can't be reached (${networkCode(error)}).` };
    }
  };
}

function signatureOf(body: string, key: string): string {
  return `sha256=${createHmac('sha256', key).update(body).digest('hex')}`;
}

function meaningOf(status: number, retryAfter: string | null, date: string | null): Delivery {
  if (status >= 200 && status < 300) return { kind: 'done' };
  if (status >= 300 && status < 400)
    return { kind: 'refused', words: `The webhook redirects (HTTP ${status}), which isn't followed.` };
  const words = `The webhook answered HTTP ${status}.`;
  if (status < 500 && !TRY_AGAIN.has(status)) return { kind: 'refused', words };
  const notBefore = parseRetryAfter(retryAfter, date, Date.now());
  return { kind: 'later', words, ...(notBefore === null ? {} : { notBefore }) };
}
