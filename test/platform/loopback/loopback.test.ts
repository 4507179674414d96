import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SECOND } from '../../../src/core/model/time';
import { type Loopback, type LoopbackOptions, openLoopback } from '../../../src/platform/loopback/loopback';
import { NoFreePortError } from '../../../src/platform/loopback/ports';
import { launchBrowser } from '../../support/chromium';

const STATE = 'the-state-of-this-sign-in';
const CODE = 'M.C123_the-authorization-code';

/** A port that nobody holds just now, for a range of its own. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = addressOf(server.address());
  server.close();
  await once(server, 'close');
  return port;
}

function addressOf(address: AddressInfo | string | null): AddressInfo {
  if (address === null || typeof address === 'string') throw new Error('no address');
  return address;
}

async function open(more: Partial<LoopbackOptions> = {}): Promise<Loopback & { port: number }> {
  const first = await freePort();
  const loopback = await openLoopback({
    signal: new AbortController().signal,
    ports: { first, last: first + 20 },
    ...more,
  });
  onTestFinished(() => loopback.close());
  const { redirectUri } = loopback;
  return {
    redirectUri,
    answerTo: (state) => loopback.answerTo(state),
    close: () => loopback.close(),
    port: Number(new URL(redirectUri).port),
  };
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function get(
  port: number,
  path: string,
  more: { method?: string; host?: string; address?: string; body?: string; cookie?: string } = {},
): Promise<Reply> {
  const { method = 'GET', host = `localhost:${port}`, address = '127.0.0.1', body, cookie } = more;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: address,
        port,
        path,
        method,
        headers: { Host: host, ...(cookie === undefined ? {} : { Cookie: cookie }) },
        agent: false,
      },
      (incoming) => {
        let text = '';
        incoming.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        incoming.on('end', () => resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text }));
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

async function adapter(port: number, text = ''): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.on('error', () => {});
  socket.write(text);
  return socket;
}

const good = (state = STATE) => `/?code=${CODE}&state=${state}&session_state=x`;

/** Whether an answer has come, without waiting for one. */
async function hasEnded(answer: Promise<unknown>): Promise<boolean> {
  const pending = Symbol('pending');
  return (await Promise.race([answer, new Promise((resolve) => setImmediate(resolve, pending))])) !== pending;
}

/** Resolves once nobody listens any more. */
async function refused(port: number): Promise<void> {
  for (;;) {
    const end = await get(port, '/').catch((error: NodeJS.ErrnoException) => error.code);
    if (end === 'ECONNREFUSED') return;
  }
}

describe('the answer', () => {
  it('is taken, the code leaves the address bar, and the port is given up with the last page', async () => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    const reply = await get(loopback.port, good());
    expect(await answer).toEqual({
      kind: 'answered',
      url: `http://localhost:${loopback.port}/?code=${CODE}&state=${STATE}&session_state=x`,
    });
    expect(reply).toMatchObject({
      status: 303,
      body: '',
      headers: { location: '/finished', 'cache-control': 'no-store' },
    });

    const page = await get(loopback.port, '/finished');
    expect(page.status).toBe(200);
    expect(page.body).toContain('You can close this page');
    expect(page.body).not.toMatch(/<script|https?:/);
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'"),
    });
    await refused(loopback.port);
  });

  it('that is a refusal is taken too, and its words are not on the page', async () => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    await get(loopback.port, `/?error=access_denied&error_description=%3Cb%3Ebold%3C%2Fb%3E&state=${STATE}`);
    const { body } = await get(loopback.port, '/finished');
    expect(body).toContain("The sign-in didn't work");
    expect(body).not.toMatch(/access_denied|bold/);
    expect(await answer).toMatchObject({ kind: 'answered', url: expect.stringContaining('error=access_denied') });
  });

  it('is taken at the path of the redirect URI and at no other', async () => {
    const loopback = await open({ path: '/signed/in' });
    expect(loopback.redirectUri).toBe(`http://localhost:${loopback.port}/signed/in`);
    const answer = loopback.answerTo(STATE);
    for (const path of ['/', '/signed/in/', '/signed/../signed/in', '//signed/in', '/Signed/In', '/favicon.ico'])
      expect((await get(loopback.port, path + good().slice(1))).status).toBe(404);
    expect(await hasEnded(answer)).toBe(false);
    expect((await get(loopback.port, `/signed/in${good().slice(1)}`)).status).toBe(303);
    expect(await answer).toMatchObject({ kind: 'answered' });
  });

  it('comes in on both sides of localhost, where there is IPv6', async () => {
    const hasIpv6 = await new Promise<boolean>((resolve) => {
      const server = createServer().once('error', () => resolve(false));
      server.listen(0, '::1', () => server.close(() => resolve(true)));
    });
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    const reply = await get(loopback.port, good(), { address: hasIpv6 ? '::1' : '127.0.0.1' });
    expect(reply.status).toBe(303);
    expect(await answer).toMatchObject({ kind: 'answered' });
  });

  it.each([16, 100, 720])('is taken with %s KB of cookies that belong to all of localhost', async (size) => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    const cookies = Array.from({ length: size / 2 }, (_, index) => `c${index}=${'x'.repeat(2040)}`);
    expect((await get(loopback.port, good(), { cookie: cookies.join('; ') })).status).toBe(303);
    expect(await answer).toMatchObject({ kind: 'answered', url: expect.stringContaining(CODE) });
  });

  it('comes once: a second one is turned away, and so is a wait for another', async () => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    await get(loopback.port, good());
    expect((await get(loopback.port, `/?code=other&state=${STATE}`)).status).toBe(404);
    expect(await answer).toMatchObject({ url: expect.stringContaining(CODE) });
    expect(await loopback.answerTo('another state')).toBe(await answer);
  });

  it('still gets its page when the app closes the receiver at once', async () => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    await get(loopback.port, good());
    await answer;
    loopback.close();
    expect((await get(loopback.port, '/finished')).body).toContain('You can close this page');
    await refused(loopback.port);
  });
});

describe('what is turned away, and leaves the wait as it was', () => {
  const hostile: ReadonlyArray<readonly [string, number, (port: number) => Promise<Reply>]> = [
    ['another state', 400, (port) => get(port, good('another'))],
    ['the right state and something after it', 400, (port) => get(port, good(`${STATE}x`))],
    ['no state', 400, (port) => get(port, `/?code=${CODE}`)],
    ['two states', 400, (port) => get(port, `${good()}&state=${STATE}`)],
    ['neither code nor error', 400, (port) => get(port, `/?state=${STATE}`)],
    ['two codes', 400, (port) => get(port, `${good()}&code=other`)],
    ['the last page, before there is an answer', 404, (port) => get(port, '/finished')],
    ['POST', 405, (port) => get(port, good(), { method: 'POST', body: `code=${CODE}&state=${STATE}` })],
    ['HEAD, as a mail scanner sends it', 405, (port) => get(port, good(), { method: 'HEAD' })],
    ['OPTIONS', 405, (port) => get(port, good(), { method: 'OPTIONS' })],
    ['the name of a web site', 400, (port) => get(port, good(), { host: `evil.example:${port}` })],
    ['another port in its name', 400, (port) => get(port, good(), { host: 'localhost:80' })],
    ['an address for a name', 400, (port) => get(port, good(), { host: `127.0.0.1:${port}` })],
    ['the whole address, as to a proxy', 404, (port) => get(port, `http://localhost:${port}${good()}`)],
    ['headers that never end', 431, (port) => get(port, `${good()}&more=${'x'.repeat(1_100_000)}`)],
  ];

  it.each(hostile)('%s', async (_what, status, send) => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    const reply = await send(loopback.port);
    expect(reply.status).toBe(status);
    expect(reply.body).not.toMatch(/<|code|state/);
    expect(await hasEnded(answer)).toBe(false);

    await get(loopback.port, good());
    expect(await answer).toMatchObject({ kind: 'answered', url: expect.stringContaining(CODE) });
  });

  it('an answer before anybody waits for one', async () => {
    const loopback = await open();
    expect((await get(loopback.port, good())).status).toBe(400);
    const answer = loopback.answerTo(STATE);
    await get(loopback.port, good());
    expect(await answer).toMatchObject({ kind: 'answered' });
  });

  it('connections that say nothing or never end: they hinder nobody and are cut in the end', async () => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    const slow = await Promise.all(
      Array.from({ length: 20 }, (_, index) => adapter(loopback.port, index % 2 ? 'GET / HTTP/1.1\r\nHost: loc' : '')),
    );
    const cut = slow.map((socket) => once(socket, 'close'));
    expect((await get(loopback.port, good())).status).toBe(303);
    expect(await answer).toMatchObject({ kind: 'answered' });
    await get(loopback.port, '/finished');
    await Promise.all(cut);
  });

  it('as many connections as anybody likes that say nothing: the oldest of them make room', async () => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    const idle = await Promise.all(Array.from({ length: 100 }, () => adapter(loopback.port)));
    expect((await get(loopback.port, good())).status).toBe(303);
    expect(await answer).toMatchObject({ kind: 'answered' });
    await expect.poll(() => idle.filter(({ closed }) => closed).length).toBeGreaterThan(100 - 32);
    await get(loopback.port, '/finished');
  });

  it('noise that is not HTTP', async () => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    const socket = await adapter(loopback.port, '\u0016\u0003\u0001 not http at all\r\n\r\n');
    socket.resume();
    await once(socket, 'close');
    expect(await hasEnded(answer)).toBe(false);
  });
});

describe('the end without an answer', () => {
  it('comes after the time limit, and the port is given up', async () => {
    const loopback = await open({ timeLimit: SECOND / 10 });
    expect(await loopback.answerTo(STATE)).toEqual({ kind: 'timed-out' });
    await refused(loopback.port);
  });

  it('comes when the sign-in is cancelled, and whoever is connected is cut', async () => {
    const cancel = new AbortController();
    const loopback = await open({ signal: cancel.signal });
    const answer = loopback.answerTo(STATE);
    const socket = await adapter(loopback.port);
    const cut = once(socket, 'close');
    cancel.abort();
    expect(await answer).toEqual({ kind: 'cancelled' });
    await cut;
    await refused(loopback.port);
  });

  it('comes when it is closed, and closing it again does nothing', async () => {
    const loopback = await open();
    const answer = loopback.answerTo(STATE);
    loopback.close();
    loopback.close();
    expect(await answer).toEqual({ kind: 'cancelled' });
  });

  it('comes before the beginning when the signal is already aborted', async () => {
    const first = await freePort();
    await expect(openLoopback({ signal: AbortSignal.abort(), ports: { first, last: first } })).rejects.toThrow('abort');
    await refused(first);
  });
});

describe('the port', () => {
  it('is the first of its range that is free, and all of them taken is an error that says so', async () => {
    const first = await freePort();
    const ports = { first, last: first + 1 };
    const signal = new AbortController().signal;
    const opened: Loopback[] = [];
    onTestFinished(() => {
      for (const loopback of opened) loopback.close();
    });
    let failure: unknown = null;
    while (failure === null) {
      await openLoopback({ signal, ports }).then(
        (loopback) => opened.push(loopback),
        (error: unknown) => {
          failure = error;
        },
      );
    }
    expect(opened.length).toBeLessThanOrEqual(2);
    expect(opened[0]?.redirectUri).toMatch(new RegExp(`^http://localhost:(?:${first}|${first + 1})/$`));
    expect(failure).toBeInstanceOf(NoFreePortError);
    expect(failure).toMatchObject({ message: `no port of ${first} to ${first + 1} is free` });
  });

  it.each(['127.0.0.1', '::1'])('is not one that another program holds on %s alone', async (address) => {
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.once('error', () => resolve(0));
      other.listen(0, address, () => resolve(addressOf(other.address()).port));
    });
    onTestFinished(() => {
      other.close();
    });
    // Without IPv6 nobody can hold it there.
    if (port === 0) return;
    const loopback = await openLoopback({
      signal: new AbortController().signal,
      ports: { first: port, last: port + 20 },
    });
    onTestFinished(() => loopback.close());
    expect(Number(new URL(loopback.redirectUri).port)).toBeGreaterThan(port);
  });
});

describe('in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it.each([
    ['light', good(), 'You can close this page'],
    ['dark', `/?error=access_denied&state=${STATE}`, "The sign-in didn't work"],
  ] as const)(
    'the page (%s) shows, complains of nothing, and neither address nor history has the code',
    async (colorScheme, path, title) => {
      const loopback = await open();
      void loopback.answerTo(STATE);
      const page = await browser.newPage({ colorScheme, viewport: { width: 900, height: 600 } });
      onTestFinished(() => page.close());
      const complaints: string[] = [];
      page.on('console', (message) => complaints.push(message.text()));
      await page.goto(`http://localhost:${loopback.port}${path}`);
      expect(await page.getByRole('heading').textContent()).toBe(title);
      expect(page.url()).toBe(`http://localhost:${loopback.port}/finished`);
      // The blank page the browser began with, and this one.
      expect(await page.evaluate('history.length')).toBe(2);
      expect(await page.evaluate('document.referrer')).toBe('');
      const colours = 'getComputedStyle(document.body).backgroundColor';
      expect(await page.evaluate(colours)).toBe(colorScheme === 'dark' ? 'rgb(23, 24, 28)' : 'rgb(243, 244, 247)');
      if (process.env.PICTURE) await page.screenshot({ path: `${process.env.PICTURE}-${colorScheme}.png` });
      expect(complaints).toEqual([]);
    },
  );
});
