import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { openLoopback } from '../../../src/platform/loopback/loopback';
import { hostileText, mutatedBytes } from '../mutate';
import { check, SECRETS, type Target } from '../target';

const STATE = 'St4te-of-the-one-sign-in-that-is-open-now';
/** Not those of the app, which may run. */
const PORTS = { first: 52_400, last: 52_999 };

const request = (line: string, ...headers: readonly string[]) =>
  Buffer.from([line, 'Host: localhost:$PORT', ...headers, '', ''].join('\r\n'));
const GOOD = request(`GET /back?code=${SECRETS.code}&state=${STATE} HTTP/1.1`, 'Connection: close');
const REQUESTS = [
  GOOD,
  request(`GET /back?code=${SECRETS.code}&state=wrong HTTP/1.1`),
  request(`GET /back?error=access_denied&error_description=x&state=${STATE} HTTP/1.1`, 'Cookie: a=b'),
  request('GET /finished HTTP/1.1'),
  request('GET //x HTTP/1.1'),
  request(`GET http://localhost/back?state=${STATE} HTTP/1.1`),
  request('OPTIONS * HTTP/1.1', 'Origin: https://evil.example', 'Access-Control-Request-Private-Network: true'),
  request('POST /back HTTP/1.1', 'Content-Length: 5', 'Transfer-Encoding: chunked', 'Expect: 100-continue'),
  request('CONNECT localhost:1 HTTP/1.1', 'Upgrade: websocket', 'Connection: Upgrade'),
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00]),
] as const;

interface Visit {
  readonly pieces: readonly Buffer[];
  readonly hangsUp: boolean;
}

/** Whoever knocks at the port where the browser is waited for. */
const loopback: Target<readonly Visit[]> = {
  name: 'loopback-receiver',
  input: fc.array(
    fc.record({
      pieces: fc.array(
        fc.oneof(
          mutatedBytes(REQUESTS),
          hostileText.map((text) => request(`GET /back?${text} HTTP/1.1`)),
          hostileText.map((text) => request('GET /back HTTP/1.1', `Cookie: ${text}`, `${text}: a`)),
        ),
        { maxLength: 2 },
      ),
      hangsUp: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
  async feed(visits) {
    const receiver = await openLoopback({ path: '/back', ports: PORTS, signal: new AbortController().signal });
    const { port } = new URL(receiver.redirectUri);
    const answer = receiver.answerTo(STATE);
    const heard: string[] = [];
    const visit = async ({ pieces, hangsUp }: Visit) => {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
      socket.on('data', (piece) => heard.push(piece.toString('latin1')));
      await once(socket, 'connect');
      for (const piece of pieces) {
        socket.write(Buffer.from(piece.toString('latin1').replaceAll('$PORT', port), 'latin1'));
        await new Promise(setImmediate);
      }
      if (hangsUp) socket.end();
      return socket;
    };
    const sockets = await Promise.all(visits.map(visit));
    // The true browser gets through, unless somebody who knew the state was first.
    sockets.push(await visit({ pieces: [GOOD], hangsUp: false }));
    const end = await answer;
    check(end.kind === 'answered', `ended as ${end.kind}`);
    const url = new URL(end.url);
    check(url.origin === new URL(receiver.redirectUri).origin && url.pathname === '/back', 'an answer from elsewhere');
    check(url.searchParams.get('state') === STATE, 'an answer without its state');
    for (const socket of sockets) socket.destroy();
    receiver.close();
    for (const text of heard.join('').split('\r\n')) check(!text.includes('Access-Control-Allow'), 'lets others read');
    return heard;
  },
};

export const loopbackTargets: readonly Target[] = [loopback];
