import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { PRACTICE_AUTHORITY } from '../core/model/clouds';
import type { World } from './oauth/world';
import { errorPage } from './pages/error-page';
import type { Route } from './routes';
import type { Fault } from './tenant/contract';
import { onDemand } from './tenant/on-demand';
import { EntraError, errorBody } from './wire/entra-error';
import { type Call, header, json, type Reply, readBody, text } from './wire/http';

/** Reads a request whole; `null` when it is too long. */
export async function readCall(world: World, request: IncomingMessage): Promise<Call | null> {
  const body = await readBody(request);
  if (body === null) return null;
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const form = new URLSearchParams(isForm ? body : '');
  const asked =
    request.headers['client-request-id'] ?? url.searchParams.get('client-request-id') ?? form.get('client-request-id');
  const secureOrigin = 'encrypted' in request.socket ? world.httpsOrigin() : null;
  return {
    origin: secureOrigin ?? world.origin(),
    authority: secureOrigin ?? PRACTICE_AUTHORITY,
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    body,
    form,
    headers: request.headers,
    traceId: randomUUID(),
    correlationId: typeof asked === 'string' && /^[\w-]{1,64}$/.test(asked) ? asked : randomUUID(),
    now: world.clock.now(),
  };
}

/** What the endpoint answers, errors included. */
export async function answer(world: World, route: Route, call: Call, fault: Fault | null): Promise<Reply> {
  if (fault?.kind === 'status') return statusReply(fault);
  try {
    if (fault?.kind === 'aadsts') throw onDemand(fault.code, call.now);
    return await route.handle(world);
  } catch (error) {
    if (!(error instanceof EntraError)) throw error;
    if (route.target === 'authorize') return errorPage(error, call);
    return json(errorBody(error, call), error.kind.status);
  }
}

/** Writes a reply, maimed if a fault wants it. The `Date` is the practice clock's, unless a fault wants another. */
export function send(world: World, response: ServerResponse, call: Call, reply: Reply, fault: Fault | null): void {
  const body = Buffer.from(reply.body);
  if (fault?.kind === 'reset') {
    const { socket } = response;
    socket?.write(`HTTP/1.1 ${reply.status} `, () => socket.resetAndDestroy());
    return;
  }
  const echo: Record<string, string> =
    header(call, 'return-client-request-id') === 'true' ? { 'client-request-id': call.correlationId } : {};
  response.writeHead(reply.status, {
    Date: new Date(world.clock.now() + (fault?.kind === 'wrong-date' ? fault.ahead : 0)).toUTCString(),
    'x-ms-request-id': call.traceId,
    'x-ms-ests-server': 'practice',
    'X-Content-Type-Options': 'nosniff',
    ...echo,
    ...reply.headers,
    'Content-Length': String(body.length),
  });
  if (fault?.kind === 'truncated') {
    response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.socket?.end());
    return;
  }
  response.end(body);
}

function statusReply({
  body = '',
  status,
  retryAfter,
  contentType,
  location,
}: Extract<Fault, { kind: 'status' }>): Reply {
  return text(body, status, {
    ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }),
    ...(contentType === undefined ? {} : { 'Content-Type': contentType }),
    ...(location === undefined ? {} : { Location: location }),
  });
}
