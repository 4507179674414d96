import type { ConnectionFacts } from '../../agent/answers';
import type { AnswerOf } from '../../agent/requests';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { askWhether } from '../prompts/ask';
import { canAsk } from '../prompts/can-ask';

/** The one connection that a name means. */
export async function findConnection(cli: Cli, name: string): Promise<ConnectionFacts> {
  const { connections } = await cli.ask({ kind: 'list', wanted: name, from: 0 });
  const [connection] = connections;
  // An empty name is answered with all there are.
  if (!connection || name.trim() === '') throw new CommandError(2, 'Name a connection.');
  return connection;
}

type Page = Extract<AnswerOf<'list'>['outcome'], { ok: true }>;

/** Every connection there is. */
export async function allConnections(cli: Cli): Promise<readonly ConnectionFacts[]> {
  const all: ConnectionFacts[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const page: Pick<Page, 'connections' | 'next'> = await cli.ask({
      kind: 'list',
      wanted: '',
      from,
    });
    all.push(...page.connections);
    from = page.next;
  }
  return all;
}

/** What is asked before something that can't be taken back. */
export interface Caution {
  readonly question: string;
  /** The answer that goes on. */
  readonly yes: string;
}

/** Goes on only if a person agrees, or has with `--yes`. While they think, others may have the folder. Throws a {@link CommandError}. */
export async function makeSure(cli: Cli, isSure: boolean, { question, yes }: Caution): Promise<void> {
  if (isSure) return;
  if (!canAsk()) throw new CommandError(2, `${question} Without a terminal, add --yes.`);
  await cli.session.close();
  if (!(await askWhether(question, yes, cli.signal))) throw new CommandError(130, 'Canceled. Nothing changed.');
}

/** A connection's name as a shell takes it. */
export function shellWord(name: string): string {
  if (/^[\p{L}\p{N}._-]+$/u.test(name)) return name;
  return process.platform === 'win32' ? `"${name}"` : `'${name.replaceAll("'", "'\\''")}'`;
}

/** A time for a person, in UTC. */
export function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
