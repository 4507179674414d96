import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type * as v from 'valibot';
import { type DurationMs, MINUTE, SECOND } from '../core/model/time';
import { markOf, standingOf } from './address';
import { Channel, type Heard } from './channel';
import { MESSAGES, PROTOCOL_VERSION, type Refusal } from './contract';
import { FrameError, frameOf } from './frames';
import { type Note, readNote } from './note';
import type { AnswerOf, Asker, Asking, RequestKind } from './requests';
import { isProof } from './trust';

const WORDS = {
  'other-version': 'Another version of Partner Token Tray is running. Quit it, start it again, and try again.',
  'not-responding':
    "Partner Token Tray is running but doesn't respond, so nothing was sent. Quit it, start it again, and try again.",
  'no-answer':
    "Partner Token Tray is running but didn't answer in time. It may still do what you asked for. Check in its panel.",
  ended:
    'Partner Token Tray closed before it answered. Start it, and check in its panel whether it did what you asked for.',
  garbage: "Partner Token Tray sent an answer that can't be read. Quit it, start it again, and try again.",
  'not-ours':
    'The socket of this data folder belongs to another user, so nothing was sent. Run this as the user who runs Partner Token Tray.',
  fault: 'Something went wrong in the app.',
  'too-long': 'This is too long to send to Partner Token Tray.',
  unreachable: "Couldn't reach Partner Token Tray, so nothing was sent.",
  canceled: 'Canceled.',
} as const;

export type AskFailure = keyof typeof WORDS;

/** What came of asking the keeper. */
export type Asked<K extends RequestKind> =
  | { readonly kind: 'reply'; readonly answer: AnswerOf<K> }
  /** No process answers for this data folder. One may hold it all the same, with its socket turned off. */
  | { readonly kind: 'nobody' }
  | {
      readonly kind: 'failure';
      readonly reason: AskFailure;
      /** For a person. Holds nothing of what was sent or came. */
      readonly words: string;
    };

export interface AskLimits {
  /** Until the keeper is there, has authenticated, and listens. */
  readonly toBegin: DurationMs;
  /** From then on, until it has answered. */
  readonly toAnswer: DurationMs;
}

/** An exchange waits for Entra ID, and perhaps for a person who is to unlock the keychain or to answer a question; a sign-in, for a person. */
function usualLimits({ kind }: { readonly kind: RequestKind }): AskLimits {
  return { toBegin: 10 * SECOND, toAnswer: kind === 'sign-in' ? 30 * MINUTE : 3 * MINUTE };
}

const PATIENT: Asker = { signal: new AbortController().signal, tell: () => undefined };

/** Asks the process that holds a data folder. Nothing is sent before it has proved that it is this user's. Never rejects. */
export async function askKeeper<K extends RequestKind>(
  dataFolder: string,
  request: Asking<K>,
  limits: AskLimits = usualLimits(request),
  asker: Asker = PATIENT,
): Promise<Asked<K>> {
  try {
    const frame = frameOf({ version: PROTOCOL_VERSION, request });
    const giveUpAt = uptime() + limits.toBegin;
    for (;;) {
      if (asker.signal.aborted) return failure('canceled');
      const asked = await askOnce(dataFolder, request, frame, limits, asker);
      if (asked !== 'try-again') return asked;
      if (uptime() >= giveUpAt) return failure('not-responding');
      await wait(20 + 80 * Math.random());
    }
  } catch (error) {
    return failure(error instanceof FrameError ? 'too-long' : 'unreachable');
  }
}

/** `try-again`: it has no time just now, or is about to close. It has not been asked anything. */
async function askOnce<K extends RequestKind>(
  dataFolder: string,
  request: Asking<K>,
  frame: Buffer,
  limits: AskLimits,
  asker: Asker,
): Promise<Asked<K> | 'try-again'> {
  const found = await find(dataFolder);
  if (found === 'nobody') return { kind: 'nobody' };
  if (found === 'not-ours') return failure('not-ours');
  const socket = await reach(found.address, limits.toBegin);
  if (socket === 'nobody') return { kind: 'nobody' };
  if (socket === 'try-again') return socket;
  if (socket === 'not-ours' || socket === 'unreachable') return failure(socket);
  try {
    return await converse(new Channel(socket), found, request, frame, limits, asker);
  } finally {
    socket.destroy();
  }
}

async function find(dataFolder: string): Promise<Note | 'nobody' | 'not-ours'> {
  const found = await readNote(dataFolder);
  if (found.kind === 'not-ours') return found.kind;
  if (found.kind === 'none') return 'nobody';
  const standing = await standingOf(found.note.address, await markOf(dataFolder));
  if (standing === 'gone') return 'nobody';
  return standing === 'ours' ? found.note : standing;
}

async function reach(
  address: string,
  limit: DurationMs,
): Promise<Socket | 'nobody' | 'not-ours' | 'try-again' | 'unreachable'> {
  const socket = connect(address);
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(limit) });
    return socket;
  } catch (error) {
    socket.destroy();
    const code = error instanceof Error && 'code' in error ? error.code : null;
    // Nobody listens there any more.
    if (code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ENOTSOCK') return 'nobody';
    if (code === 'EACCES' || code === 'EPERM') return 'not-ours';
    // More are waiting to be let in than the system has room for.
    return code === 'EAGAIN' || code === 'ABORT_ERR' ? 'try-again' : 'unreachable';
  }
}

async function converse<K extends RequestKind>(
  channel: Channel,
  { key }: Note,
  request: Asking<K>,
  frame: Buffer,
  limits: AskLimits,
  asker: Asker,
): Promise<Asked<K> | 'try-again'> {
  const nonce = randomBytes(32).toString('hex');
  channel.say(frameOf({ version: PROTOCOL_VERSION, nonce }));
  const welcome = await within(limits.toBegin, channel, () => channel.hear(MESSAGES.welcome));
  if (welcome.kind === 'late') return failure('not-responding');
  if (welcome.kind === 'closed') return 'try-again';
  if (welcome.kind !== 'message') return failure(welcome.kind);
  if ('refused' in welcome.message) return afterRefusal(welcome.message.refused);
  if (!isProof(welcome.message.proof, key, nonce)) return failure('not-ours');

  channel.say(frame);
  const giveUp = () => channel.close();
  asker.signal.addEventListener('abort', giveUp);
  const reply = await within(limits.toAnswer, channel, () => hearReply(channel, asker));
  asker.signal.removeEventListener('abort', giveUp);
  if (asker.signal.aborted) return failure('canceled');
  if (reply.kind === 'late') return failure('no-answer');
  if (reply.kind === 'closed') return failure('ended');
  if (reply.kind !== 'message') return failure(reply.kind);
  if ('refused' in reply.message) return afterRefusal(reply.message.refused);
  const { answer } = reply.message;
  return answers(request.kind, answer) ? { kind: 'reply', answer } : failure('garbage');
}

/** Passes on what the person has to see, until the reply comes. */
async function hearReply(channel: Channel, { tell }: Asker): Promise<Heard<Reply>> {
  for (;;) {
    const heard = await channel.hear(MESSAGES.reply);
    if (heard.kind !== 'message') return heard;
    const { message } = heard;
    if (!('progress' in message)) return { kind: 'message', message };
    tell(message.progress);
  }
}

type Reply = Exclude<v.InferOutput<typeof MESSAGES.reply>, { readonly progress: unknown }>;

/** Closes the channel when it takes too long. */
async function within<T>(limit: DurationMs, channel: Channel, hear: () => Promise<T>): Promise<T | { kind: 'late' }> {
  let isLate = false;
  const late = setTimeout(() => {
    isLate = true;
    channel.close();
  }, limit);
  const heard = await hear();
  clearTimeout(late);
  return isLate ? { kind: 'late' } : heard;
}

/** Both sides are of this project, so what one says and the other does not know is of another version. */
function afterRefusal(why: Refusal): ReturnType<typeof failure> | 'try-again' {
  if (why === 'busy' || why === 'too-slow') return 'try-again';
  return failure(why === 'fault' ? 'fault' : 'other-version');
}

/** Milliseconds, whatever the clock does. `performance` would have to be loaded for it. */
function uptime(): DurationMs {
  return process.uptime() * SECOND;
}

function answers<K extends RequestKind>(kind: K, answer: AnswerOf<RequestKind>): answer is AnswerOf<K> {
  return answer.kind === kind;
}

function failure(reason: AskFailure) {
  return { kind: 'failure', reason, words: WORDS[reason] } as const;
}
