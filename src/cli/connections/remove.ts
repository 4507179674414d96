import { inUtc } from '../../core/model/time';
import { EXPORT_TARGETS } from '../../core/wording/words';
import type { Cli } from '../command';
import { connectionJson } from '../output/connection-json';
import { makeSure } from '../prompts/make-sure';
import { findConnection } from './connections';

/** Removes a connection and everything of it from the keychain. */
export async function remove(cli: Cli, { yes }: { readonly yes?: true }, name = ''): Promise<void> {
  const { id, name: full } = await findConnection(cli, name);
  const question = `Remove "${full}"? Its refresh token and credential are deleted from the keychain.${await exportsInWords(cli, id)}`;
  await makeSure(cli, yes === true, { question, yes: 'Remove' });
  const { connection } = await cli.ask({ kind: 'remove', wanted: id });
  if (cli.terminal.json) return cli.terminal.printJson(connectionJson(connection));
  cli.terminal.print(`Removed "${connection.name}".`);
}

/** So many fit in a question. */
const MOST = 5;
/** Nobody watches these once their connection is gone. */
async function exportsInWords(cli: Cli, wanted: string): Promise<string> {
  const { exportedTokens } = await cli.ask({ kind: 'exported', wanted });
  const inUse = exportedTokens.filter(({ state }) => state === 'in-use');
  if (inUse.length === 0) return '';
  const each = inUse.slice(0, MOST).map(({ to, expiresAt }) => `to ${EXPORT_TARGETS[to]}, until ${inUtc(expiresAt)}`);
  if (inUse.length > MOST) each.push(`and ${inUse.length - MOST} more`);
  const what = inUse.length === 1 ? 'An exported token is' : `${inUse.length} exported tokens are`;
  return ` ${what} still in use, of which no notification tells anymore: ${each.join('; ')}.`;
}
