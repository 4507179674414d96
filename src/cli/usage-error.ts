import type { Command, CommanderError } from 'commander';
import { mayRepeat } from '../core/wording/repeat';
import { CommandError } from './command-error';
import { PUT_DASHES } from './tokens/dashes';

/** What commander refuses, in our words: what is wrong, and the next step. Source: commander's codes, `lib/command.js`. */
export function usageError({ code, message }: CommanderError, program: Command, argv: readonly string[]): CommandError {
  const words = { ...wordsIn(message), next: nextStep(program, argv) };
  const sentence = SENTENCES[code]?.(words) ?? `This can't be understood. ${words.next}`;
  return new CommandError(2, sentence);
}

interface Words {
  /** What commander puts in quotes, in its order. */
  readonly quoted: readonly string[];
  /** Whether it is about an option, and not about an argument. */
  readonly isOption: boolean;
  /** The nearest that there is, as a question; empty: nothing is near. */
  readonly nearest: string;
  /** What comes after the first sentence: allowed values, or why a value is none. */
  readonly more: string;
  readonly next: string;
}

const SENTENCES: Readonly<Record<string, (words: Words) => string>> = {
  'commander.unknownCommand': ({ quoted: [name], nearest, next }) =>
    `There's no command${shown(name)}.${nearest} ${next}`,
  // What follows the sign may be a secret under a misspelled name.
  'commander.unknownOption': ({ quoted: [name], nearest, next }) =>
    `There's no option${shown(name?.replace(/=.*/s, ''))}.${nearest} ${next}`,
  'commander.missingArgument': ({ quoted: [name], next }) => `The ${name} is missing. ${next}`,
  'commander.excessArguments': ({ next }) => `These are too many arguments. Put a name with spaces in quotes. ${next}`,
  'commander.optionMissingArgument': ({ quoted: [option], next }) =>
    `The option${shown(option)} needs a value. ${next}`,
  'commander.invalidArgument': ({ quoted, more, next, isOption }) => {
    const [first, second] = quoted;
    const what = isOption ? `The option${shown(first)}` : `The ${second}`;
    return `${what} can't be${shown(isOption ? second : first)}.${more} ${next}`;
  },
  'commander.missingMandatoryOptionValue': ({ quoted: [option], next }) =>
    `The option${shown(option)} is missing. ${next}`,
  'commander.conflictingOption': ({ quoted: [one, other], next }) =>
    `The options${shown(one)} and${shown(other)} can't be used together. ${next}`,
};

function wordsIn(message: string): Pick<Words, 'quoted' | 'isOption' | 'nearest' | 'more'> {
  const nearest = /\(Did you mean (?:one of )?(.+)\?\)/.exec(message)?.[1];
  return {
    quoted: [...message.matchAll(/'([^']*)'/g)].map(([, text = '']) => text),
    isOption: /^error: option /.test(message),
    nearest: nearest === undefined ? '' : ` Did you mean ${nearest}?`,
    more: /is invalid[^.]*\.( .+)/.exec(message)?.[1]?.replace('Allowed choices are', 'Choose one of') ?? '',
  };
}

function shown(text = ''): string {
  return text === '' || !mayRepeat(text) ? '' : ` "${text}"`;
}

function nextStep(program: Command, argv: readonly string[]): string {
  const command = program.commands.find((one) => one.name() === argv[2]);
  if (command?.name() === 'exec' && !argv.includes('--')) return `${PUT_DASHES}.`;
  const part = command?.commands.find((one) => one.name() === argv[3]);
  const names = [program, command, part].flatMap((one) => one?.name() ?? []);
  return `Run ${names.join(' ')} --help to see how it works.`;
}
