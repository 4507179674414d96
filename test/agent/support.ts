import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { agentFolder, markOf } from '../../src/agent/address';
import { FrameReader, frameOf } from '../../src/agent/frames';
import { type Note, readNote, writeNote } from '../../src/agent/note';
import type { AgentHandlers } from '../../src/agent/requests';
import { type Agent, type AgentOptions, serveAgent } from '../../src/agent/server';
import { NO_HANDLERS } from './no-handlers';

export { IMPORT, SECRET } from './asked';

export const KEY = 'ab'.repeat(32);
export const isRoot = process.geteuid?.() === 0;
/** Some other user; only root can become one. */
export const OTHER_USER = 65_534;

/** A short path: sockets have little room. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ptt-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A keeper that imports everything, and remembers it. */
export function someHandlers(change: Partial<AgentHandlers> = {}): AgentHandlers & { readonly imported: string[] } {
  const imported: string[] = [];
  return {
    ...NO_HANDLERS,
    imported,
    who: async () => ({ kind: 'who', processId: 42, since: 1_700_000_000_000, appVersion: '1.2.3' }),
    'import-token': async ({ wanted, refreshToken }) => {
      imported.push(refreshToken);
      return { kind: 'import-token', outcome: { ok: true, words: `Imported into "${wanted}".` } };
    },
    ...change,
  };
}

/** A promise that is settled from outside. */
export function held<T>() {
  let release = (_value: T): void => undefined;
  const promise = new Promise<T>((resolve) => {
    release = resolve;
  });
  return { promise, release };
}

/** Serves a folder until the test ends. `told` is what it logged. */
export async function serve(
  dataFolder: string,
  options: Partial<AgentOptions> = {},
): Promise<Agent & { readonly told: string[] }> {
  const told: string[] = [];
  const log = (event: string, { code }: { code: string }) => void told.push(`${event} ${code}`);
  const agent = await serveAgent({ dataFolder, handlers: someHandlers(), log, ...options });
  onTestFinished(() => agent.close());
  return { ...agent, told };
}

export async function noteOf(dataFolder: string): Promise<Note> {
  const found = await readNote(dataFolder);
  if (found.kind !== 'note') throw new Error(`the note is ${found.kind}`);
  return found.note;
}

/** Something that listens where the keeper should, and does as it likes with whoever comes. */
export async function impostor(dataFolder: string, greet: (socket: Socket) => void): Promise<Server> {
  await mkdir(agentFolder(dataFolder), { mode: 0o700, recursive: true });
  const address = join(agentFolder(dataFolder), `${await markOf(dataFolder)}-00000000`);
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    greet(socket);
  });
  const umask = process.umask(0o177);
  await new Promise<void>((resolve) => server.listen(address, resolve));
  process.umask(umask);
  onTestFinished(() => void server.close());
  await writeNote(dataFolder, { address, key: KEY });
  return server;
}

/** Whole messages as they come, until the other side closes. */
export async function* messagesFrom(socket: Socket): AsyncGenerator<unknown> {
  const reader = new FrameReader();
  try {
    for await (const piece of socket) {
      reader.add(piece);
      for (let next = reader.next(); next; next = reader.next()) yield next.message;
    }
  } catch {
    // It was cut.
  }
}

/** The next message, or `undefined` at the end. */
export async function next(messages: AsyncGenerator<unknown>): Promise<unknown> {
  return (await messages.next()).value;
}

export function send(socket: Socket, message: object): void {
  socket.write(frameOf(message));
}
