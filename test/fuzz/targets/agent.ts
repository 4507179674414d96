import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import * as v from 'valibot';
import { agentFolder, markOf } from '../../../src/agent/address';
import { AnswerSchema } from '../../../src/agent/answers';
import { askKeeper } from '../../../src/agent/client';
import { MESSAGES } from '../../../src/agent/contract';
import { FrameReader } from '../../../src/agent/frames';
import { readNote, writeNote } from '../../../src/agent/note';
import { serveAgent } from '../../../src/agent/server';
import { makePrivateFolder, proofOf } from '../../../src/agent/trust';
import { handlersOf } from '../../agent/some-handlers';
import { hostileText, mutated, mutatedBytes, mutatedJson, toJson } from '../mutate';
import { checkLoadable, inFolder, secretWorld, shownOf } from '../support';
import { check, SECRETS, type Target } from '../target';

const { refreshToken } = SECRETS;
const KEY = 'ab'.repeat(32);
const HELLO = { version: 1, nonce: 'cd'.repeat(32) };
const BROUGHT = `1.${'br0ught'.repeat(20)}`;
const IMPORT = { kind: 'import-token', wanted: 'Contoso', refreshToken: BROUGHT };
const ASK = { version: 1, request: IMPORT };

/** A message with its length before it, which may be a lie. */
function framed(json: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> {
  return fc.tuple(json, fc.constantFrom(0, 0, 0, 0, 0, 1, -1, 1000, 2 ** 31)).map(([content, lie]) => {
    const header = Buffer.alloc(4);
    header.writeUInt32BE(Math.max(0, content.length + lie));
    return Buffer.concat([header, content]);
  });
}

const exact = (message: unknown) => {
  const content = Buffer.from(JSON.stringify(message));
  const header = Buffer.alloc(4);
  header.writeUInt32BE(content.length);
  return Buffer.concat([header, content]);
};

const asked = framed(
  fc.oneof(
    mutatedJson([ASK, { version: 1, request: { kind: 'who' } }]),
    fc
      .record({ wanted: hostileText, refreshToken: hostileText })
      .map((change) => exact({ version: 1, request: { ...IMPORT, ...change } }).subarray(4)),
  ),
);

/** Said one after the other, each after so many milliseconds. */
type Said = readonly (readonly [bytes: Buffer, after: number])[];

const pause = fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, 30);
const talk: fc.Arbitrary<Said> = fc.oneof(
  fc.tuple(fc.tuple(fc.constant(exact(HELLO)), pause), fc.tuple(asked, pause)),
  fc.array(fc.tuple(fc.oneof(framed(mutatedJson([HELLO])), asked, mutatedBytes([exact(HELLO), exact(ASK)])), pause), {
    maxLength: 4,
  }),
);

async function say(socket: Socket, said: Said): Promise<void> {
  for (const [bytes, after] of said) {
    if (after > 0) await wait(after);
    if (socket.destroyed) return;
    socket.write(bytes);
  }
}

/** Other programs that talk to the app's socket. */
const agentServer: Target<{ readonly said: Said; readonly hangsUp: boolean }> = {
  name: 'agent-server',
  input: fc.record({ said: talk, hangsUp: fc.boolean() }),
  feed: ({ said, hangsUp }) =>
    inFolder(async (dataFolder) => {
      const { world, keeper } = await secretWorld();
      const told: string[] = [];
      const agent = await serveAgent({
        dataFolder,
        patience: 60,
        log: (event, { code }) => void told.push(`${event} ${code}`),
        handlers: handlersOf(keeper),
      });
      const note = await readNote(dataFolder);
      check(note.kind === 'note', 'nowhere to ask');
      const socket = connect(note.note.address).on('error', () => undefined);
      await once(socket, 'connect');
      const heard: unknown[] = [];
      const reader = new FrameReader();
      socket.on('data', (piece) => {
        reader.add(Buffer.from(piece));
        for (let next = reader.next(); next; next = reader.next()) heard.push(next.message);
      });
      const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
      await say(socket, said);
      if (hangsUp) socket.end();
      await closed;
      for (const message of heard)
        check(v.is(MESSAGES.welcome, message) || v.is(MESSAGES.reply, message), 'an answer that is none');
      const who = await askKeeper(dataFolder, { kind: 'who' });
      check(who.kind === 'reply', 'answers nobody anymore');
      await agent.close();
      check(!told.some((line) => line.startsWith('agent-fault')), `${told}`);
      check(
        told.every((line) => /^agent-[\w-]+ [\w-]+$/.test(line)),
        'a log without bounds',
      );
      const shown = shownOf(keeper, world.notifications);
      await keeper.stop();
      await checkLoadable(world.saved);
      return [heard, told, shown];
    }),
};

const WELCOME = { version: 1, proof: '$proof' };
const REPLY = { version: 1, answer: { kind: 'import-token', outcome: { ok: true, words: 'Imported.' } } };

interface Impostor {
  readonly welcome: unknown;
  readonly reply: Buffer;
  readonly hangsUp: boolean;
}

/** What answers in the app's place, and may even know its key. */
const agentClient: Target<Impostor> = {
  name: 'agent-client',
  input: fc.record({
    welcome: fc.oneof(
      fc.constant(WELCOME),
      fc.constant({ ...WELCOME, proof: KEY }),
      mutated([WELCOME, { version: 1, refused: 'fault' }]),
    ),
    reply: fc.oneof(framed(mutatedJson([REPLY, { version: 1, refused: 'busy' }])), mutatedBytes([exact(REPLY)])),
    hangsUp: fc.boolean(),
  }),
  feed: ({ welcome, reply, hangsUp }) =>
    inFolder(async (dataFolder) => {
      await makePrivateFolder(agentFolder(dataFolder));
      const address = join(agentFolder(dataFolder), `${await markOf(dataFolder)}-00000000`);
      let hasProved = false;
      let got = '';
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        const reader = new FrameReader();
        let turn = 0;
        socket.on('data', (piece) => {
          if (!hasProved) got += piece.toString('latin1');
          reader.add(Buffer.from(piece));
          for (let next = reader.next(); next; next = reader.next()) {
            turn += 1;
            if (turn > 1) socket.write(reply);
            else {
              const nonce: unknown = Reflect.get(Object(next.message), 'nonce');
              const proof = proofOf(KEY, String(nonce));
              const said = toJson(welcome).replaceAll('$proof', proof);
              hasProved ||= said === JSON.stringify({ version: 1, proof });
              const content = Buffer.from(said);
              const header = Buffer.alloc(4);
              header.writeUInt32BE(content.length);
              socket.write(Buffer.concat([header, content]));
            }
          }
          if (hangsUp && turn > 0) socket.end();
        });
      });
      server.listen(address);
      await once(server, 'listening');
      await chmod(address, 0o600);
      await writeNote(dataFolder, { address, key: KEY });
      const request = { kind: 'import-token', wanted: 'Contoso', refreshToken } as const;
      const answer = await askKeeper(dataFolder, request, { toBegin: 100, toAnswer: 100 });
      server.close();
      check(['reply', 'nobody', 'failure'].includes(answer.kind), 'an end that is none');
      check(answer.kind !== 'reply' || v.is(AnswerSchema, answer.answer), 'believes an answer that is none');
      return [answer, got];
    }),
};

export const agentTargets: readonly Target[] = [agentServer, agentClient];
