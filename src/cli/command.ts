import { type Command, Option } from 'commander';
import type { Refused } from '../agent/answers';
import type { AnswerOf, Asker, Asking, RequestKind } from '../agent/requests';
import { CommandError } from './command-error';
import type { Place } from './keeper/own-keeper';
import { withServerAdvice } from './keeper/server-advice';
import type { KeeperSession } from './keeper/session';
import type { Terminal } from './output/terminal';
import type { SecretStoreOptions } from './secret-store';

/** What a command works with. */
export interface Cli {
  readonly terminal: Terminal;
  readonly session: KeeperSession;
  readonly place: Place;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  /** Has the keeper do something; throws what it refuses as a {@link CommandError}. `tell` is told what a person has to see meanwhile. */
  ask<K extends RequestKind>(request: Asking<K>, tell?: Asker['tell']): Promise<Success<AnswerOf<K>>>;
}

type Outcome<A> = A extends { readonly outcome: infer O } ? O : never;
type Success<A> = Exclude<Outcome<A>, Refused>;

/** A command's own work: with its arguments, then its options. Resolves to the exit code; nothing is 0. */
type Work<Options> = (cli: Cli, options: Options, ...names: string[]) => Promise<number | undefined> | Promise<void>;

/** Gives a command the options that all have, and its work. The folder is given back however it ends. */
export function works<Options extends object>(
  command: Command,
  terminal: Terminal,
  load: () => Promise<Work<Options>>,
): Command {
  return command
    .option('--json', 'print JSON')
    .option('--data-folder <folder>', "where the connections are; the app's folder unless told otherwise")
    .addOption(new Option('--secret-store <store>', 'where their secrets are').choices(['keychain', 'file']))
    .option(
      '--key-file <file>',
      'with --secret-store file: what they are encrypted with; a file, or the address of a secret in Key Vault',
    )
    .action(async (...given: unknown[]) => {
      const names = given
        .slice(0, -2)
        .flat()
        .filter((name) => typeof name === 'string');
      const options = command.opts<Options & SecretStoreOptions & { json?: true; dataFolder?: string }>();
      terminal.json = options.json === true;
      const interrupted = new AbortController();
      const stop = () => interrupted.abort();
      process.on('SIGINT', stop).on('SIGTERM', stop);
      const { signal } = interrupted;
      // Help and version need none of this.
      const [{ KeeperSession }, { findDataFolder }, { secretStoreOf }] = await Promise.all([
        import('./keeper/session'),
        import('./data-folder'),
        import('./secret-store'),
      ]);
      const place = {
        secretStore: secretStoreOf(options, process.env),
        dataFolder: findDataFolder(options.dataFolder ?? null),
      };
      const session = new KeeperSession(place, { signal, tell: () => undefined });
      try {
        const work = await load();
        const cli: Cli = {
          terminal,
          session,
          place,
          signal,
          ask: (request, tell) => succeed(session, session.ask(request, tell && { signal, tell })),
        };
        terminal.exitCode = (await work(cli, options, ...names)) ?? 0;
      } finally {
        await session.close();
        if (session.clockWarning !== null) terminal.note(session.clockWarning);
        process.off('SIGINT', stop).off('SIGTERM', stop);
      }
    });
}

async function succeed<A extends { readonly kind: string }>(
  session: KeeperSession,
  answering: Promise<A>,
): Promise<Success<A>> {
  const answer = await answering;
  const outcome = 'outcome' in answer ? (answer.outcome as Outcome<A>) : undefined;
  if (isRefused(outcome)) {
    const { code, words, failure } = outcome;
    throw new CommandError(code, session.isAlone ? withServerAdvice(words, failure) : words, failure);
  }
  return outcome as Success<A>;
}

function isRefused(outcome: unknown): outcome is Refused {
  return typeof outcome === 'object' && outcome !== null && 'ok' in outcome && outcome.ok === false;
}
