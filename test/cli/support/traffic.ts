import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type IncomingMessage, ServerResponse } from 'node:http';
import * as v from 'valibot';
import type { PracticeCloud } from '../../../src/practice';

/** What went between whoever exchanges tokens and a practice cloud of this process. Oldest first. */
export interface Traffic {
  readonly issued: { readonly refreshTokens: string[]; readonly accessTokens: string[] };
  /** The refresh tokens that the cloud was shown. */
  readonly presented: string[];
  stop(): void;
}

/** Node's own channel, which is told before the server is. */
const CHANNEL = 'http.server.request.start';
const Call = v.object({ request: v.custom<IncomingMessage>(isRequest), response: v.instance(ServerResponse) });
const Tokens = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ access_token: v.optional(v.string()), refresh_token: v.optional(v.string()) }),
);

/** Watches the calls of a cloud. `onCall` is told of each before the cloud is. */
export function watchTraffic(cloud: PracticeCloud, onCall: () => void = () => undefined): Traffic {
  const ports = [cloud.origin, cloud.httpsOrigin].map((origin) => Number(origin && new URL(origin).port));
  const issued = { refreshTokens: [] as string[], accessTokens: [] as string[] };
  const presented: string[] = [];
  const look = (message: unknown) => {
    const { request, response } = v.parse(Call, message);
    if (!ports.includes(request.socket.localPort ?? 0)) return;
    onCall();
    if (!request.url?.split('?')[0]?.endsWith('/oauth2/v2.0/token')) return;
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    const answer = (reply: unknown) => {
      const shown = new URLSearchParams(body).get('refresh_token');
      if (shown !== null) presented.push(shown);
      const tokens = v.safeParse(Tokens, String(reply));
      if (!tokens.success) return;
      const { access_token: access, refresh_token: refresh } = tokens.output;
      if (access !== undefined) issued.accessTokens.push(access);
      if (refresh !== undefined) issued.refreshTokens.push(refresh);
    };
    const end = new Proxy(response.end, {
      apply: (target, self, args) => {
        answer(args[0]);
        return Reflect.apply(target, self, args);
      },
    });
    Reflect.set(response, 'end', end);
  };
  subscribe(CHANNEL, look);
  return { issued, presented, stop: () => void unsubscribe(CHANNEL, look) };
}

function isRequest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'url' in value && 'socket' in value;
}
