import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { askKeeper } from '../../src/agent/client';
import { frameOf, LONGEST_MESSAGE } from '../../src/agent/frames';
import type { AnswerOf, Asker, RequestOf } from '../../src/agent/requests';
import { held, IMPORT, messagesFrom, newFolder, next, noteOf, SECRET, send, serve, someHandlers } from './support';

const HELLO = { version: 1, nonce: 'cd'.repeat(32) };
const refused = (why: string) => ({ version: 1, refused: why });

/** Somebody who connects, and keeps to no protocol. */
async function stranger(dataFolder: string): Promise<{ socket: Socket; messages: AsyncGenerator<unknown> }> {
  const socket = connect((await noteOf(dataFolder)).address);
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return { socket, messages: messagesFrom(socket) };
}

async function greeted(dataFolder: string): Promise<{ socket: Socket; messages: AsyncGenerator<unknown> }> {
  const peer = await stranger(dataFolder);
  send(peer.socket, HELLO);
  expect(await next(peer.messages)).toEqual({ version: 1, proof: expect.stringMatching(/^[0-9a-f]{64}$/) });
  return peer;
}

async function stillAnswers(dataFolder: string): Promise<void> {
  expect(await askKeeper(dataFolder, { kind: 'who' })).toMatchObject({ kind: 'reply' });
}

describe('a peer of another version', () => {
  test.each([0, 2, 1000])('%i is told so, whatever else it says', async (version) => {
    const folder = await newFolder();
    const { told } = await serve(folder);
    const { socket, messages } = await stranger(folder);
    send(socket, { version, anything: [SECRET] });
    expect(await next(messages)).toEqual(refused('other-version'));
    expect(await next(messages)).toBeUndefined();
    expect(told).toEqual(['agent-refused other-version']);
  });
});

describe('garbage', () => {
  const tooLong = Buffer.alloc(4);
  tooLong.writeUInt32BE(LONGEST_MESSAGE + 1);
  test.each([
    ['of another protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['too long', tooLong],
    ['no JSON', Buffer.concat([Buffer.from([0, 0, 0, 5]), Buffer.from('hello')])],
    ['no object', frameOf([1])],
    ['without a version', frameOf({ nonce: HELLO.nonce })],
    ['with a nonce that is none', frameOf({ ...HELLO, nonce: 'short' })],
    ['that asks before it has greeted', frameOf({ version: 1, request: IMPORT })],
  ])('is refused: %s', async (_what, bytes) => {
    const folder = await newFolder();
    const handlers = someHandlers();
    const { told } = await serve(folder, { handlers });
    const { socket, messages } = await stranger(folder);
    socket.write(bytes);
    expect(await next(messages)).toEqual(refused('not-understood'));
    expect(await next(messages)).toBeUndefined();
    expect(told).toEqual(['agent-refused not-understood']);
    expect(handlers.imported).toEqual([]);
    await stillAnswers(folder);
  });

  test.each([
    ['a request that is not known', { version: 1, request: { kind: 'export-token' } }],
    ['a request that lacks something', { version: 1, request: { kind: 'import-token', wanted: SECRET } }],
    ['a request with more than it should have', { version: 1, request: { ...IMPORT, quietly: true } }],
  ])('is refused after a greeting too: %s', async (_what, ask) => {
    const folder = await newFolder();
    const handlers = someHandlers();
    const { told } = await serve(folder, { handlers });
    const { socket, messages } = await greeted(folder);
    send(socket, ask);
    expect(await next(messages)).toEqual(refused('not-understood'));
    expect(handlers.imported).toEqual([]);
    expect(told).toEqual(['agent-refused not-understood']);
  });

  test('of any kind harms nobody', async () => {
    const folder = await newFolder();
    const handlers = someHandlers();
    const { told } = await serve(folder, { handlers, patience: 50 });
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.jsonValue().map((value) => frameOf([value])),
      fc.constant(frameOf(HELLO)),
      fc.jsonValue().map((request) => frameOf({ version: 1, request })),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), fc.boolean(), async (pieces, hangsUp) => {
        const { socket, messages } = await stranger(folder);
        for (const bytes of pieces) socket.write(bytes);
        if (hangsUp) socket.end();
        for await (const message of messages) expect(message).toMatchObject({ version: 1 });
        await stillAnswers(folder);
      }),
      { numRuns: 60 },
    );
    expect(handlers.imported).toEqual([]);
    expect(new Set(told)).toEqual(new Set(['agent-refused not-understood', 'agent-refused too-slow']));
  });
});

describe('a slow peer', () => {
  test('that says nothing is sent away', async () => {
    const folder = await newFolder();
    await serve(folder, { patience: 50 });
    const { messages } = await stranger(folder);
    expect(await next(messages)).toEqual(refused('too-slow'));
    expect(await next(messages)).toBeUndefined();
    await stillAnswers(folder);
  });

  test('that drips is sent away, however often something comes', async () => {
    const folder = await newFolder();
    await serve(folder, { patience: 200 });
    const { socket, messages } = await stranger(folder);
    const bytes = [...frameOf({ ...HELLO, nonce: 'e'.repeat(100_000) })];
    const drip = setInterval(() => socket.write(Buffer.from(bytes.splice(0, 1))), 5);
    onTestFinished(() => clearInterval(drip));
    expect(await next(messages)).toEqual(refused('too-slow'));
    expect(await next(messages)).toBeUndefined();
  });

  test('that greets and then asks nothing is sent away, and not heard when it asks after all', async () => {
    const folder = await newFolder();
    const handlers = someHandlers();
    await serve(folder, { handlers, patience: 50 });
    const { socket, messages } = await greeted(folder);
    expect(await next(messages)).toEqual(refused('too-slow'));
    send(socket, { version: 1, request: IMPORT });
    expect(await next(messages)).toBeUndefined();
    await stillAnswers(folder);
    expect(handlers.imported).toEqual([]);
  });

  test('that does not take its answer does not keep the keeper from closing', async () => {
    const folder = await newFolder();
    const words = 'x'.repeat(LONGEST_MESSAGE - 1000);
    const isAnswered = held<void>();
    const handlers = someHandlers({
      'import-token': async () => {
        isAnswered.release();
        return { kind: 'import-token', outcome: { ok: true, words } };
      },
    });
    const { close } = await serve(folder, { handlers, patience: 100 });
    const { socket } = await stranger(folder);
    send(socket, HELLO);
    send(socket, { version: 1, request: IMPORT });
    // Nothing of it is read here.
    await isAnswered.promise;
    await close();
  });

  test('that sends on and on while it waits is not read', async () => {
    const folder = await newFolder();
    const answer = held<AnswerOf<'import-token'>>();
    const handlers = someHandlers({ 'import-token': () => answer.promise });
    await serve(folder, { handlers });
    const { socket } = await greeted(folder);
    send(socket, { version: 1, request: IMPORT });
    const flood = Buffer.alloc(8 * LONGEST_MESSAGE);
    socket.write(flood);
    await stillAnswers(folder);
    expect(socket.writableLength).toBeGreaterThan(LONGEST_MESSAGE);
    socket.destroy();
    answer.release({ kind: 'import-token', outcome: { ok: true, words: '' } });
  });
});

describe('when there is no room for more', () => {
  test('the one that has waited longest without asking has to go, and no other', async () => {
    const folder = await newFolder();
    await serve(folder, { most: 3, patience: 60_000 });
    const [first, second, third] = [await greeted(folder), await stranger(folder), await stranger(folder)];
    await stillAnswers(folder);
    expect(await next(first.messages)).toEqual(refused('busy'));
    expect(await next(first.messages)).toBeUndefined();
    for (const { socket, messages } of [second, third]) {
      send(socket, HELLO);
      expect(await next(messages)).toMatchObject({ version: 1, proof: expect.any(String) });
    }
  });

  test('whoever has asked stays, and the newest has to come again', async () => {
    const folder = await newFolder();
    const isFull = held<void>();
    const real = someHandlers();
    const log = (_event: string, { code }: { code: string }) => {
      if (code === 'busy') isFull.release();
    };
    const handlers = {
      ...real,
      'import-token': async (request: RequestOf<'import-token'>, asker: Asker) => {
        await isFull.promise;
        return real['import-token'](request, asker);
      },
    };
    await serve(folder, { handlers, most: 1, log });
    const asked = await Promise.all([
      askKeeper(folder, IMPORT),
      askKeeper(folder, IMPORT),
      askKeeper(folder, { kind: 'who' }),
    ]);
    expect(asked.map(({ kind }) => kind)).toEqual(['reply', 'reply', 'reply']);
  });
});
