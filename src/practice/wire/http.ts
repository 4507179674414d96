import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { EpochMs } from '../../core/model/time';

/** A request, read whole. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: string;
  /** The body as a form. */
  readonly form: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Where the call came in. */
  readonly origin: string;
  /** The authority that was asked, without the tenant. */
  readonly authority: string;
  readonly traceId: string;
  readonly correlationId: string;
  readonly now: EpochMs;
}

/** A reply, made whole before the first byte leaves, so that faults can maim it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export const NO_STORE = { 'Cache-Control': 'no-store, no-cache', Pragma: 'no-cache', Expires: '-1' } as const;

const LARGEST_BODY = 64 * 1024;

/** The body of a request as text; `null` when it is longer than 64 KiB. Rejects when the connection breaks. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Whether a `Host` header names this computer. A web page that had its own name resolve to 127.0.0.1 ("DNS rebinding")
 * sends that name, and is refused.
 */
export function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i.test(host);
}

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'Content-Type': 'application/json; charset=utf-8', ...NO_STORE, ...headers },
    body: JSON.stringify(body),
  };
}

export function text(body: string, status: number, headers: Record<string, string> = {}): Reply {
  return { status, headers: { 'Content-Type': 'text/plain; charset=utf-8', ...NO_STORE, ...headers }, body };
}

export function redirect(location: string, headers: Record<string, string> = {}): Reply {
  return { status: 302, headers: { Location: location, ...NO_STORE, ...headers }, body: '' };
}

/** The value of a cookie; `null` when it was not sent. */
export function cookie(call: Call, name: string): string | null {
  for (const part of (call.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=');
    if (key === name && value !== undefined) return value;
  }
  return null;
}

/** A header that is sent once, or `null`. */
export function header(call: Call, name: string): string | null {
  const value = call.headers[name.toLowerCase()];
  return typeof value === 'string' ? value : null;
}
