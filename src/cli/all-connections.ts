import type { ConnectionFacts } from '../agent/answers';
import type { Cli } from './command';

/** Every connection, and what is wrong with the whole app, in words; `null`: nothing. */
export interface Fleet {
  readonly connections: readonly ConnectionFacts[];
  readonly trouble: string | null;
}

/** Asks for one connection or, with `wanted` empty, for all, page by page. Notes that the clock is wrong, if it is: dates are, then. */
export async function askForConnections(cli: Cli, wanted: string): Promise<Fleet> {
  const connections: ConnectionFacts[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const page: Awaited<ReturnType<typeof askForPage>> = await askForPage(cli, wanted, from);
    connections.push(...page.connections);
    if (page.next === null) {
      if (page.clock !== null) cli.terminal.note(page.clock);
      return { connections, trouble: page.trouble };
    }
    from = page.next;
  }
  return { connections, trouble: null };
}

function askForPage(cli: Cli, wanted: string, from: number) {
  return cli.ask({ kind: 'list', wanted, from });
}
