import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import * as v from 'valibot';
import { type DurationMs, SECOND } from '../core/model/time';
import { agentFolder, clearAway, markOf, newAddresses } from './address';
import type { Progress } from './answers';
import { Channel } from './channel';
import { MESSAGES, PROTOCOL_VERSION, type Refusal } from './contract';
import { frameOf } from './frames';
import { readNote, removeNote, writeNote } from './note';
import {
  type AgentHandlers,
  type AgentRequest,
  type AnswerOf,
  ASK,
  type Asker,
  type Asking,
  type RequestKind,
} from './requests';
import { makePrivateFolder, proofOf } from './trust';

export interface AgentOptions {
  /** Absolute. Whoever serves it has to hold its lock. */
  readonly dataFolder: string;
  readonly handlers: AgentHandlers;
  /** Is told what went wrong: words and codes, never what somebody sent. */
  readonly log?: (event: string, detail: { readonly code: string }) => void;
  /** How long a peer may take to say what it wants, and to take what it is told; 5 seconds unless told otherwise. */
  readonly patience?: DurationMs;
  /** So many connections at once, 128 unless told otherwise; then the oldest that has not asked anything yet has to go. */
  readonly most?: number;
}

export interface Agent {
  /** Answers what has been asked, sends everybody else away, and leaves nothing behind. */
  close(): Promise<void>;
}

/** There is no place where only this user could reach the agent. */
export class NoPlaceError extends Error {
  override readonly name = 'NoPlaceError';
}

/**
 * Listens for other processes of this user that ask the keeper of a data folder. What an agent before has left is removed,
 * though its process may still live for all that can be seen here: only the folder's lock, which the caller holds, tells that it does not.
 * Rejects with {@link NoPlaceError}, or with the system's error.
 */
export async function serveAgent(options: AgentOptions): Promise<Agent> {
  const { dataFolder } = options;
  const mark = await markOf(dataFolder);
  if (!(await makePrivateFolder(agentFolder(dataFolder)))) throw new NoPlaceError('the agent has no folder of its own');
  const before = await readNote(dataFolder);
  if (before.kind === 'note') await clearAway(before.note.address, mark);
  const key = randomBytes(32).toString('hex');
  for await (const address of newAddresses(dataFolder, mark)) {
    // First the note, so that it names whatever a crash may leave.
    await writeNote(dataFolder, { address, key });
    const front = new Front(options, key);
    if (await front.listen(address))
      return {
        close: async () => {
          await removeNote(dataFolder);
          await front.close();
          await clearAway(address, mark);
        },
      };
    await clearAway(address, mark);
  }
  await removeNote(dataFolder);
  throw new NoPlaceError('no socket could be made');
}

interface Talk {
  readonly channel: Channel;
  /** It has asked, and is to be answered. */
  hasAsked: boolean;
}

/** The listening socket and everybody who is connected to it. */
class Front {
  readonly #server: Server;
  /** Oldest first. */
  readonly #talks = new Set<Talk>();
  readonly #patience: DurationMs;
  readonly #most: number;

  constructor(
    private readonly options: AgentOptions,
    private readonly key: string,
  ) {
    this.#patience = options.patience ?? 5 * SECOND;
    this.#most = options.most ?? 128;
    this.#server = createServer((socket) => void this.#receive(socket));
  }

  /** Resolves to whether it could. Its folder is closed to others, so nobody can be quicker than the change of mode. */
  async listen(address: string): Promise<boolean> {
    try {
      const listening = once(this.#server, 'listening');
      this.#server.listen(address);
      await listening;
      if (process.platform !== 'win32') await chmod(address, 0o600);
    } catch (error) {
      this.#log('agent-not-here', codeOf(error));
      this.#server.close();
      return false;
    }
    // Such as too many open files. It goes on with whoever comes next.
    this.#server.on('error', (error) => this.#log('agent-not-reached', codeOf(error)));
    return true;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const { channel, hasAsked } of this.#talks) if (!hasAsked) channel.close();
    await closed;
  }

  async #receive(socket: Socket): Promise<void> {
    const talk: Talk = { channel: new Channel(socket), hasAsked: false };
    this.#talks.add(talk);
    socket.once('close', () => this.#talks.delete(talk));
    if (this.#talks.size > this.#most) this.#makeRoom(talk);
    const late = setTimeout(() => this.#refuse(talk, 'too-slow'), this.#patience);
    socket.once('close', () => clearTimeout(late));
    const request = await this.#hear(talk);
    clearTimeout(late);
    if (!request) return;
    talk.hasAsked = true;
    const gone = new AbortController();
    // They have no more to say: what comes next is their end.
    void talk.channel.hear(v.never()).then(() => gone.abort());
    const tell = (progress: Progress) => talk.channel.say(frameOf({ version: PROTOCOL_VERSION, progress }));
    talk.channel.end(await this.#answer(request, { signal: gone.signal, tell }), this.#patience);
  }

  /** `null`: there is nothing to answer. */
  async #hear(talk: Talk): Promise<AgentRequest | null> {
    const { channel } = talk;
    const hello = await channel.hear(MESSAGES.hello);
    if (hello.kind !== 'message') return this.#giveUp(talk, hello.kind);
    channel.say(frameOf({ version: PROTOCOL_VERSION, proof: proofOf(this.key, hello.message.nonce) }));
    const ask = await channel.hear(ASK);
    return ask.kind === 'message' ? ask.message.request : this.#giveUp(talk, ask.kind);
  }

  #giveUp(talk: Talk, why: 'other-version' | 'garbage' | 'closed'): null {
    if (why === 'closed') talk.channel.close();
    else this.#refuse(talk, why === 'garbage' ? 'not-understood' : why);
    return null;
  }

  #makeRoom(newest: Talk): void {
    const idle = [...this.#talks].find(({ hasAsked }) => !hasAsked) ?? newest;
    this.#talks.delete(idle);
    this.#refuse(idle, 'busy');
  }

  #refuse({ channel }: Talk, refused: Refusal): void {
    this.#log('agent-refused', refused);
    channel.end(refusal(refused), this.#patience);
  }

  /** The frame of an answer. Never rejects. */
  async #answer(request: AgentRequest, asker: Asker): Promise<Buffer> {
    try {
      const answer = await dispatch(this.options.handlers, request, asker);
      return frameOf(v.parse(MESSAGES.reply, { version: PROTOCOL_VERSION, answer }));
    } catch (error) {
      this.#log('agent-fault', codeOf(error));
      return refusal('fault');
    }
  }

  #log(event: string, code: string): void {
    this.options.log?.(event, { code });
  }
}

/** Has a request handled. */
export function dispatch<K extends RequestKind>(
  handlers: AgentHandlers,
  request: Asking<K>,
  asker: Asker,
): Promise<AnswerOf<K>> {
  return handlers[request.kind](request, asker);
}

function refusal(refused: Refusal): Buffer {
  return frameOf({ version: PROTOCOL_VERSION, refused });
}

/** Never an error's message: it may hold anything. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
