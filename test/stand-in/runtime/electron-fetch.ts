/** Chromium's `header_util.cc`: what no request may set for itself. */
const RESTRICTED = ['content-length', 'host', 'trailer', 'te', 'upgrade', 'cookie2', 'keep-alive', 'transfer-encoding'];
const REDIRECTS = [301, 302, 303, 307, 308];
const WITHOUT_BODY = [101, 204, 205, 304];

/**
 * What Electron's `fetch` makes of a request that is really made by `fetch`: a redirect that isn't followed rejects, `manual`
 * included, and a reply knows neither its address nor its type. Source: electron/electron, `lib/browser/api/net-fetch.ts` and
 * `lib/common/api/net-client-request.ts`; `docs/api/client-request.md`.
 */
export async function electronFetch(
  input: string | GlobalRequest,
  init: RequestInit | undefined,
  fetch: (input: string | GlobalRequest, init: RequestInit) => Promise<GlobalResponse>,
): Promise<GlobalResponse> {
  const wanted = init?.redirect ?? (typeof input === 'string' ? 'follow' : input.redirect);
  const headers = new Headers(init?.headers ?? (typeof input === 'string' ? undefined : input.headers));
  if (RESTRICTED.some((name) => headers.has(name)) || headers.get('connection')?.toLowerCase() === 'upgrade')
    throw new Error('net::ERR_INVALID_ARGUMENT');
  const reply = await fetch(input, { ...init, redirect: wanted === 'follow' ? 'follow' : 'manual' });
  if (wanted !== 'follow' && REDIRECTS.includes(reply.status) && reply.headers.has('location')) {
    await reply.body?.cancel();
    throw new Error(
      wanted === 'manual' ? 'Redirect was cancelled' : "Attempted to redirect, but redirect policy was 'error'",
    );
  }
  const { status, statusText } = reply;
  const body = WITHOUT_BODY.includes(status) ? null : reply.body;
  return new Response(body, { status, statusText, headers: [...reply.headers] });
}
