import * as prompts from '@clack/prompts';
import { CommandError } from '../command-error';
import { CANCELED, INPUT_ENDED } from './outcomes';

/** What a question is asked on. */
interface Line {
  readonly input: typeof process.stdin;
  readonly output: typeof process.stderr;
  readonly signal: AbortSignal;
  readonly withGuide: false;
}

/** Asks for a text, which `problemOf` may find fault with. Throws a {@link CommandError}, as all questions do. */
export function askText(
  message: string,
  problemOf: (text: string) => string | null,
  signal: AbortSignal,
  initialValue = '',
): Promise<string> {
  return answered(signal, (line) =>
    prompts.text({ ...line, message, initialValue, validate: (text = '') => problemOf(text) ?? undefined }),
  );
}

/** Asks which of several it is to be. */
export function askWhich<T extends string>(
  message: string,
  options: ReadonlyArray<{ readonly value: T; readonly label: string }>,
  signal: AbortSignal,
  initialValue?: T,
): Promise<T> {
  const choices = options.map(({ value, label }): { value: string; label: string } => ({ value, label }));
  return answered(signal, (line) =>
    prompts.select<string>({
      ...line,
      message,
      options: choices,
      showInstructions: false,
      ...(initialValue === undefined ? {} : { initialValue }),
    }),
  ).then((chosen) => {
    const option = options.find(({ value }) => value === chosen);
    if (!option) throw new RangeError('an answer that was not offered');
    return option.value;
  });
}

/** Asks whether to go on; Enter says no. */
export function askWhether(message: string, yes: string, signal: AbortSignal): Promise<boolean> {
  return answered(signal, (line) =>
    prompts.confirm({ ...line, message, active: yes, inactive: 'Cancel', initialValue: false }),
  );
}

async function answered<T>(
  signal: AbortSignal,
  ask: (line: Line) => Promise<T | typeof prompts.CANCEL_SYMBOL>,
): Promise<T> {
  const { stdin: input, stderr: output } = process;
  const closed = new AbortController();
  const close = () => closed.abort();
  // The library would wait forever.
  const onKey = (_: unknown, key: { readonly ctrl?: boolean; readonly name?: string } | undefined) => {
    if (key?.ctrl && key.name === 'd') close();
  };
  input.on('keypress', onKey).on('end', close).on('error', close);
  try {
    const line: Line = { input, output, signal: AbortSignal.any([signal, closed.signal]), withGuide: false };
    const answer = await ask(line);
    if (!prompts.isCancel(answer)) return answer;
  } finally {
    input.off('keypress', onKey).off('end', close).off('error', close);
  }
  throw closed.signal.aborted ? new CommandError(2, INPUT_ENDED) : new CommandError(130, CANCELED);
}
