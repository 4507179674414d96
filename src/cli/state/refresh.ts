import type { ConnectionFacts } from '../../agent/answers';
import { counted } from '../../core/model/time';
import { askForConnections } from '../all-connections';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { connectionJson } from '../output/connection-json';
import { expiryOf } from '../output/dates';
import { harmless } from '../output/harmless';
import { whileWaiting } from '../output/progress';

export interface RefreshOptions {
  readonly all?: true;
}

/** The keeper exchanges four at once; some more keep it busy. */
const AT_ONCE = 8;

/** Refreshes one connection, or all that have a refresh token. */
export async function refresh(cli: Cli, { all }: RefreshOptions, name?: string): Promise<number> {
  if (all && name !== undefined) throw new CommandError(2, 'Name a connection or use --all, not both.');
  if (all) return refreshAll(cli);
  if (name === undefined) throw new CommandError(2, 'Name the connection to refresh, or use --all.');
  const { connection } = await whileWaiting(
    () => `Refreshing ${harmless(name)}…`,
    cli.ask({ kind: 'refresh', wanted: name }),
  );
  if (cli.terminal.json) cli.terminal.printJson(connectionJson(connection));
  else
    cli.terminal.print(
      `Refreshed "${harmless(connection.name)}". Expires: ${expiryOf(connection.expiresAt, connection.now)}.`,
    );
  return 0;
}

interface Failed {
  readonly connection: ConnectionFacts;
  readonly error: CommandError;
}

async function refreshAll(cli: Cli): Promise<number> {
  const { connections, trouble } = await askForConnections(cli, '');
  if (connections.length === 0 && trouble !== null) throw new CommandError(1, trouble);
  const due = connections.filter(({ issuedAt }) => issuedAt !== null);
  const skipped = connections.filter(({ issuedAt }) => issuedAt === null);
  const refreshed: ConnectionFacts[] = [];
  const failed: Failed[] = [];
  const done = () => refreshed.length + failed.length;
  const queue = due.values();
  const work = async () => {
    for (const connection of queue) {
      if (cli.signal.aborted) return;
      try {
        refreshed.push((await cli.ask({ kind: 'refresh', wanted: connection.id })).connection);
      } catch (error) {
        if (!(error instanceof CommandError) || error.code === 130) throw error;
        failed.push({ connection, error });
      }
    }
  };
  await whileWaiting(
    () => `Refreshing: ${done()} of ${due.length}`,
    Promise.all(Array.from({ length: AT_ONCE }, work)),
  );
  if (cli.signal.aborted)
    throw new CommandError(130, `Canceled. Refreshed ${refreshed.length} of ${counted(due.length, 'connection')}.`);
  report(cli, { refreshed, failed, skipped });
  if (failed.length === 0) return 0;
  return failed.some(({ error }) => error.code === 3) ? 3 : 1;
}

function report(
  { terminal }: Cli,
  { refreshed, failed, skipped }: { refreshed: ConnectionFacts[]; failed: Failed[]; skipped: ConnectionFacts[] },
): void {
  // Whoever reads the JSON finds each with its connection.
  for (const { error } of failed) terminal.note(error.message);
  if (terminal.json) {
    const failures = failed.map(({ connection: { id, name }, error: { code, message, failure } }) => ({
      connection: { id, name },
      error: { code, message, failure },
    }));
    terminal.printJson({
      refreshed: refreshed.map(connectionJson),
      failed: failures,
      skipped: skipped.map(({ id, name }) => ({ id, name })),
    });
    return;
  }
  const all = counted(refreshed.length + failed.length, 'connection');
  terminal.print(failed.length === 0 ? `Refreshed ${all}.` : `Refreshed ${refreshed.length} of ${all}.`);
  if (skipped.length > 0)
    terminal.note(`Skipped ${counted(skipped.length, 'connection')} that nobody has signed in to.`);
}
