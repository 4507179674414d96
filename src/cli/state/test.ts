import type { Cli } from '../command';
import { paintFor } from '../output/color';
import { connectionJson } from '../output/connection-json';
import { harmless } from '../output/harmless';
import { whileWaiting } from '../output/progress';
import { formatFacts, lookOf } from '../output/table';

/** Calls the connection's API with an access token. A refusal is printed like any answer, said in a sentence, and ends with 1. */
export async function test(cli: Cli, _options: object, name = ''): Promise<number> {
  const { terminal } = cli;
  const { connection, passed, headline, advice, facts } = await whileWaiting(
    () => `Testing ${harmless(name)}…`,
    cli.ask({ kind: 'test', wanted: name }),
  );
  const sentence = harmless([headline, advice].filter(Boolean).join(' '));
  if (terminal.json)
    terminal.printJson({ connection: connectionJson(connection), passed, headline, advice, facts: [...facts] });
  else {
    const paint = paintFor();
    if (passed) terminal.print(paint(sentence, 'good'));
    const found = facts.map(({ label, value }) => [label, value] as const);
    if (found.length > 0) terminal.print(formatFacts(found, lookOf(process.stdout, paint)));
  }
  if (!passed) terminal.note(`${harmless(connection.name)}: ${sentence}`);
  return passed ? 0 : 1;
}
