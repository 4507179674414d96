import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bodyIn } from '../../../../src/cli/keep/notify/formats';
import type { Message } from '../../../../src/cli/keep/notify/message';
import { webhook } from '../../../../src/cli/keep/notify/webhook';
import { createNodeFetch } from '../../../../src/platform/http/node-fetch';
import { documented } from '../../support/documented';

const MESSAGE: Message = {
  id: 'ab/1/lifetime:7',
  time: '2026-01-01T00:00:00.000Z',
  reason: 'lifetime:7',
  title: 'Contoso <x> [link](http://evil) *expires* in 7 days',
  message: "The app couldn't refresh it yet. Sign in again if this continues.",
  command: 'partner-token sign-in "Contoso" --device-code',
  connection: { id: 'a'.repeat(32), name: 'Contoso', tenant: 'contoso.com', cloud: 'global' },
};

interface Received {
  readonly request: IncomingMessage;
  readonly body: string;
}

let received: Received[] = [];
let answer: (response: ServerResponse) => void;
const server = createServer((request, response) => {
  void text(request).then((body) => {
    received.push({ request, body });
    answer(response);
  });
});
let address: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const fetch = createNodeFetch({ environment: {} });
const { signal } = new AbortController();

/** What comes of posting the message to somebody who answers so. */
async function post(answers: (response: ServerResponse) => void, secret: string | null = null, limit = 5000) {
  received = [];
  answer = answers;
  return webhook({ address, format: 'json', secret: () => secret, fetch, limit })(MESSAGE, signal);
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end('whatever');

describe('a webhook', () => {
  it('is sent the notification as it is documented, signed with the secret', async () => {
    const secret = 'a secret that is long enough';
    expect(await post(status(204), secret)).toEqual({ kind: 'done' });
    const [{ request, body } = { request: null, body: '' }] = received;
    expect(request?.method).toBe('POST');
    expect(documented('notification', body)).toEqual(MESSAGE);
    const hash = createHmac('sha256', secret).update(body).digest('hex');
    expect(request?.headers['x-partner-token-signature']).toBe(`sha256=${hash}`);
    expect(JSON.stringify(request?.headers)).not.toContain(secret);
    await post(status(200));
    expect(received[0]?.request.headers).not.toHaveProperty('x-partner-token-signature');
  });

  it('that redirects is not followed', async () => {
    const ended = await post(status(307, { Location: address }));
    expect(ended).toEqual({ kind: 'refused', words: "The webhook redirects (HTTP 307), which isn't followed." });
    expect(received).toHaveLength(1);
  });

  it.each([500, 503, 429, 408])('that answers %i is tried again', async (code) => {
    expect(await post(status(code))).toEqual({ kind: 'later', words: `The webhook answered HTTP ${code}.` });
  });

  it('is waited for as long as it says', async () => {
    expect(await post(status(429, { 'Retry-After': '120' }))).toMatchObject({ kind: 'later', notBefore: 120_000 });
  });

  it.each([400, 401, 404, 410])('that answers %i is not', async (code) => {
    expect(await post(status(code))).toEqual({ kind: 'refused', words: `The webhook answered HTTP ${code}.` });
  });

  it('that hangs, breaks off, or is not there is tried again', async () => {
    const hangs = await post(() => undefined, null, 100);
    expect(hangs).toEqual({ kind: 'later', words: "The webhook can't be reached (ETIMEDOUT)." });
    expect(await post((response) => response.destroy())).toMatchObject({ kind: 'later' });
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = gone.address() as AddressInfo;
    gone.close();
    const nowhere = webhook({ address: `http://127.0.0.1:${port}/`, format: 'json', secret: () => null, fetch });
    expect(await nowhere(MESSAGE, signal)).toEqual({
      kind: 'later',
      words: "The webhook can't be reached (ECONNREFUSED).",
    });
  });

  it('that never ends its answer has taken it', async () => {
    expect(await post((response) => void response.writeHead(200).write('…'))).toEqual({ kind: 'done' });
  });
});

describe('what chat services are sent', () => {
  it('is a card that Teams shows, in which a name is no link', () => {
    const { type, attachments } = JSON.parse(bodyIn('teams', MESSAGE));
    expect(type).toBe('message');
    const [{ contentType, content }] = attachments;
    expect(contentType).toBe('application/vnd.microsoft.card.adaptive');
    expect(content).toMatchObject({ type: 'AdaptiveCard', version: '1.4' });
    const texts = content.body.map((block: { text: string }) => block.text);
    expect(texts[0]).toBe('Contoso <x\\> \\[link\\]\\(http://evil\\) \\*expires\\* in 7 days');
    expect(texts).toHaveLength(3);
  });

  it('is plain text in Slack', () => {
    const { text: fallback, blocks } = JSON.parse(
      bodyIn('slack', { ...MESSAGE, title: 'x'.repeat(400), command: null }),
    );
    expect(blocks.map(({ text: { type } }: { text: { type: string } }) => type)).toEqual(['plain_text', 'plain_text']);
    expect(blocks[0].text.text).toHaveLength(150);
    expect(fallback).not.toMatch(/[<>]/);
    expect(JSON.parse(bodyIn('slack', MESSAGE)).text).toContain('Contoso &lt;x&gt;');
  });
});
