import { CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { Terminal } from '../../src/cli/output/terminal';
import { createProgram } from '../../src/cli/program';
import { usageError } from '../../src/cli/usage-error';

const terminal = new Terminal();

/** What the command line says to arguments that it refuses. */
async function wordsFor(...args: string[]): Promise<string> {
  const argv = ['node', 'partner-token', ...args];
  const program = createProgram(terminal);
  const error: unknown = await program.parseAsync(argv).catch((reason: unknown) => reason);
  if (!(error instanceof CommanderError)) throw new Error('they were not refused', { cause: error });
  const { code, message } = usageError(error, program, argv);
  expect(code).toBe(2);
  expect(message).not.toMatch(/error:|\n/);
  return message;
}

const NEXT = 'Run partner-token --help to see how it works.';
const NEXT_OF_TOKEN = 'Run partner-token token --help to see how it works.';

test.each([
  [['tokn', 'Contoso'], `There's no command "tokn". Did you mean token? ${NEXT}`],
  [['frobnicate'], `There's no command "frobnicate". ${NEXT}`],
  [['token', 'Contoso', '--jsn'], `There's no option "--jsn". Did you mean --json? ${NEXT_OF_TOKEN}`],
  [['token'], `The name is missing. ${NEXT_OF_TOKEN}`],
  [['token', 'Contoso', 'Ltd'], `These are too many arguments. Put a name with spaces in quotes. ${NEXT_OF_TOKEN}`],
  [['token', 'Contoso', '--min-valid'], `The option "--min-valid <span>" needs a value. ${NEXT_OF_TOKEN}`],
  [
    ['completion', 'tcsh'],
    'The shell can\'t be "tcsh". Choose one of bash, zsh, fish, powershell. Run partner-token completion --help to see how it works.',
  ],
])('%j is refused in one sentence, with the nearest that there is and the next step', async (args, words) => {
  expect(await wordsFor(...args)).toBe(words);
});

test('what may be a secret in the wrong place is not repeated', async () => {
  const token = `0.AXoA${'x'.repeat(600)}`;
  for (const args of [[token], ['token', 'Contoso', `--secret=hush~hush`], ['token', 'Contoso', `--${token}`]])
    expect(await wordsFor(...args)).not.toMatch(/AXoA|hush/);
});
