import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A proxy on a socket that answers 407 until it is told the password, and then leads to `target` whatever it is asked for. Resolves to its port. */
export async function serveProxy(target: string, password: string): Promise<number> {
  const wanted = `Basic ${Buffer.from(`user:${password}`).toString('base64')}`;
  const farEnd = createServer((request, response) => void passOn(target, request, response));
  const proxy = createServer();
  proxy.on('connect', (request: IncomingMessage, client: Duplex) => {
    client.on('error', () => client.destroy());
    if (request.headers['proxy-authorization'] !== wanted) {
      client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n',
      );
      return;
    }
    client.write('HTTP/1.1 200 Connection established\r\n\r\n');
    farEnd.emit('connection', client);
    onTestFinished(() => void client.destroy());
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => {
    proxy.close();
    proxy.closeAllConnections();
  });
  const address = proxy.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return address.port;
}

/** To the practice cloud by its own name, for it answers to no other. */
async function passOn(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', headers, url = '/' } = request;
  const body = method === 'GET' ? null : await text(request);
  const reply = await fetch(new URL(url, target), {
    method,
    body,
    headers: { 'content-type': headers['content-type'] ?? '' },
  });
  const { status } = reply;
  response.writeHead(status, { 'content-type': 'application/json', date: reply.headers.get('date') ?? '' });
  response.end(await reply.text());
}
