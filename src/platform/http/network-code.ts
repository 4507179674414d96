/**
 * Why no reply came, by the innermost name that is known: `ECONNREFUSED`, `ENOTFOUND`, `UND_ERR_SOCKET`,
 * `CERT_HAS_EXPIRED`; of Chromium `ERR_NAME_NOT_RESOLVED` without its `net::`; `ETIMEDOUT` and `ABORTED` for signals;
 * `REDIRECTED` where Electron's fetch rejects a redirect that isn't to be followed, which Node's gives as a reply.
 */
export function networkCode(error: unknown): string {
  let found: string | null = null;
  let at: unknown = error;
  for (let depth = 0; depth < 10 && at instanceof Error; depth += 1) {
    found = codeOf(at) ?? found;
    at = at instanceof AggregateError && at.errors.length > 0 ? at.errors[0] : at.cause;
  }
  return found ?? 'UNKNOWN';
}

function codeOf(error: Error): string | null {
  if (error.name === 'TimeoutError') return 'ETIMEDOUT';
  if (error.name === 'AbortError') return 'ABORTED';
  if (error.message === 'Redirect was cancelled') return 'REDIRECTED';
  const chromium = /net::(ERR_[A-Z0-9_]+)/.exec(error.message);
  if (chromium?.[1] !== undefined) return chromium[1];
  const code: unknown = 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,59}$/.test(code) ? code : null;
}
