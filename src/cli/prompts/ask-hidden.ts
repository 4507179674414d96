import { setTimeout as wait } from 'node:timers/promises';
import { CommandError } from '../command-error';
import { PASTE_MARKS, readKeys, type Typed } from './hidden-keys';
import { CANCELED, INPUT_ENDED } from './outcomes';

/** A terminal that doesn't mark what is pasted sends it in pieces: what comes within this belongs to it. In milliseconds. */
const REST = 100;

/**
 * Asks for a secret on the terminal. Nothing of it is echoed, not even its length; what is pasted may have line breaks, which must not
 * spill into the shell. Asks again while there is a problem. Throws a {@link CommandError}.
 */
export async function askHidden(
  question: string,
  problemOf: (text: string) => string | null,
  signal: AbortSignal,
): Promise<string> {
  for (;;) {
    const { text, end } = await readHidden(`${question} (not shown): `, signal);
    process.stderr.write('\n');
    if (end === 'canceled') throw new CommandError(130, CANCELED);
    if (end === 'closed') throw new CommandError(2, INPUT_ENDED);
    const problem = end === 'several-lines' ? 'Several lines were pasted. Enter it as one line.' : problemOf(text);
    if (problem === null) return text;
    process.stderr.write(`${problem}\n`);
  }
}

async function readHidden(question: string, signal: AbortSignal): Promise<Typed> {
  const { stdin } = process;
  let keys = '';
  let end: (typed: Typed) => void = () => undefined;
  const ended = new Promise<Typed>((resolve) => {
    end = resolve;
  });
  const close = () => end({ text: '', end: 'closed' });
  const cancel = () => end({ text: '', end: 'canceled' });
  const hear = (chunk: string) => {
    keys += chunk;
    const typed = readKeys(keys);
    if (typed.end === 'canceled' || typed.end === 'closed') end(typed);
    else if (typed.end !== null) void wait(REST).then(() => end(readKeys(keys)));
  };
  signal.addEventListener('abort', cancel);
  stdin.setEncoding('utf8').on('data', hear).on('end', close).on('error', close).setRawMode(true).resume();
  // Only now: what is typed before would be echoed.
  process.stderr.write(`${PASTE_MARKS.on}${question}`);
  try {
    return await ended;
  } finally {
    process.stderr.write(PASTE_MARKS.off);
    stdin.setRawMode(false).off('data', hear).off('end', close).off('error', close).pause();
    signal.removeEventListener('abort', cancel);
  }
}
