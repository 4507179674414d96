import type { Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { askKeeper } from '../../src/agent/client';
import { frameOf } from '../../src/agent/frames';
import { proofOf } from '../../src/agent/trust';
import { IMPORT, impostor, KEY, messagesFrom, newFolder, next, SECRET, send } from './support';

const QUICK = { toBegin: 300, toAnswer: 300 };

/** Listens as the keeper should, and notes every byte that comes. */
async function answering(
  folder: string,
  converse: (socket: Socket, messages: AsyncGenerator<unknown>) => Promise<void>,
) {
  const heard: Buffer[] = [];
  await impostor(folder, (socket) => {
    socket.on('data', (bytes: Buffer) => heard.push(bytes));
    void converse(socket, messagesFrom(socket));
  });
  return () => Buffer.concat(heard).toString('latin1');
}

async function welcome(socket: Socket, messages: AsyncGenerator<unknown>): Promise<void> {
  const hello = await next(messages);
  const nonce = typeof hello === 'object' && hello !== null ? String(Reflect.get(hello, 'nonce')) : '';
  send(socket, { version: 1, proof: proofOf(KEY, nonce) });
}

const WITHOUT_PROOF: ReadonlyArray<[string, (socket: Socket) => void, string]> = [
  ['says nothing', () => undefined, 'not-responding'],
  ['hangs up at once', (socket) => socket.destroy(), 'not-responding'],
  ['is always busy', (socket) => socket.end(frameOf({ version: 1, refused: 'busy' })), 'not-responding'],
  ['is of a newer version', (socket) => socket.end(frameOf({ version: 2, hi: true })), 'other-version'],
  ['finds us too old', (socket) => socket.end(frameOf({ version: 1, refused: 'other-version' })), 'other-version'],
  ['has another key', (socket) => socket.end(frameOf({ version: 1, proof: 'ab'.repeat(32) })), 'not-ours'],
  ['sends garbage', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n'), 'garbage'],
  ['sends something without end', (socket) => socket.write(Buffer.alloc(5_000_000)), 'garbage'],
  [
    'sends half a message',
    (socket) => socket.write(frameOf({ version: 1, proof: '' }).subarray(0, 9)),
    'not-responding',
  ],
];

describe('whoever listens and does not prove that they are the keeper', () => {
  test.each(WITHOUT_PROOF)('is told nothing: one that %s', async (_what, greet, reason) => {
    const folder = await newFolder();
    const heard = await answering(folder, async (socket, messages) => {
      await next(messages);
      greet(socket);
    });
    const asked = await askKeeper(folder, IMPORT, QUICK);
    expect(asked).toMatchObject({ kind: 'failure', reason });
    expect(heard()).toContain('nonce');
    expect(heard()).not.toContain(SECRET.slice(0, 16));
    expect(heard()).not.toContain('Contoso');
    expect(JSON.stringify(asked)).not.toContain(SECRET.slice(0, 16));
  });

  test('gets nowhere with the proof of an earlier conversation', async () => {
    const folder = await newFolder();
    const proof = proofOf(KEY, 'cd'.repeat(32));
    const heard = await answering(folder, async (socket, messages) => {
      await next(messages);
      send(socket, { version: 1, proof });
    });
    expect(await askKeeper(folder, IMPORT, QUICK)).toMatchObject({ kind: 'failure', reason: 'not-ours' });
    expect(heard()).not.toContain('Contoso');
  });
});

const AFTER_ASKING: ReadonlyArray<[string, (socket: Socket) => void, string]> = [
  ['hangs up', (socket) => socket.destroy(), 'ended'],
  ['does not answer', () => undefined, 'no-answer'],
  ['answers half', (socket) => socket.end(frameOf({ version: 1, answer: {} }).subarray(0, 12)), 'ended'],
  [
    'answers another question',
    (socket) => send(socket, { version: 1, answer: { kind: 'who', processId: 1, since: 1, appVersion: '1' } }),
    'garbage',
  ],
  [
    'answers with a code that is none',
    (socket) => send(socket, { version: 1, answer: { kind: 'import-token', outcome: { code: 7, words: SECRET } } }),
    'garbage',
  ],
  ['does not know the question', (socket) => send(socket, { version: 1, refused: 'not-understood' }), 'other-version'],
  ['refuses in a way that is not known', (socket) => send(socket, { version: 1, refused: SECRET }), 'garbage'],
  ['answers in another version', (socket) => send(socket, { version: 3, answer: SECRET }), 'other-version'],
];

describe('a keeper that goes wrong once it is asked', () => {
  test.each(AFTER_ASKING)('is told of in a sentence: one that %s', async (_what, answer, reason) => {
    const folder = await newFolder();
    await answering(folder, async (socket, messages) => {
      await welcome(socket, messages);
      expect(await next(messages)).toEqual({ version: 1, request: IMPORT });
      answer(socket);
    });
    const asked = await askKeeper(folder, IMPORT, QUICK);
    expect(asked).toEqual({ kind: 'failure', reason, words: expect.stringMatching(/^[A-Z].*\.$/) });
    expect(JSON.stringify(asked)).not.toContain(SECRET.slice(0, 16));
  });
});
