import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { canAsk } from './can-ask';
import { CANCELED } from './outcomes';

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
  const { askWhether } = await import('./ask');
  if (!(await askWhether(question, yes, cli.signal))) throw new CommandError(130, CANCELED);
}
