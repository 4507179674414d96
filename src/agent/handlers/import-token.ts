import { expiresAt } from '../../core/expiry/lifetime';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection } from '../../core/model/connection';
import { inUtc } from '../../core/model/time';
import { readRefreshToken } from '../../core/validation/refresh-token';
import type { AnswerOf } from '../requests';
import { chooseConnection } from './choose-connection';
import { inWords, misused, refused, refusedFor } from './refusals';

/** How an import ended: in a line for a person, which holds nothing secret. */
export type ImportOutcome = AnswerOf<'import-token'>['outcome'];

export type ImportKeeper = Pick<Keeper, 'connections' | 'find' | 'appTrouble' | 'importToken' | 'nowFor'>;

/** Whether another process holds the data folder, so that this one's keeper may not do anything. */
export function isHeldByAnother(keeper: Pick<Keeper, 'appTrouble'>): boolean {
  return keeper.appTrouble()?.code === 'folder/busy';
}

/**
 * Imports the refresh token in a text into the connection that is called, or numbered, `wanted`. The keeper is to be open, and
 * `practises` is whether the practice cloud runs here. What went wrong is said in the words of the panel.
 */
export async function importInto(
  keeper: ImportKeeper,
  wanted: string,
  text: string,
  practises: boolean,
): Promise<ImportOutcome> {
  const chosen = chooseConnection(keeper, wanted);
  if (!chosen.ok) return chosen;
  const { connection } = chosen;
  if (connection.cloud === 'practice' && !practises)
    return misused(
      `"${connection.name}" is in the practice cloud, which isn't running. Start Partner Token Tray, and try again.`,
    );
  const read = readRefreshToken(text, connection.cloud);
  const imported = await keeper.importToken(connection.id, text);
  if (!imported.ok) {
    const isKept = imported.failure.detail?.kind === 'kept';
    const lead = isKept
      ? `Not all went well with "${connection.name}".`
      : `Nothing was imported into "${connection.name}".`;
    const words = `${lead} ${inWords(imported.failure, connection, 'import')}`;
    return imported.failure.detail?.kind === 'value' ? refused(words) : refusedFor(imported.failure, words);
  }
  const held = keeper.find(connection.id)?.token;
  // The exchange succeeded, and nothing of it is kept: it ends with this process.
  if (!held || held.serial === connection.token?.serial) return explainLoss(keeper, connection);
  const note = read.ok && read.note !== null ? ` ${read.note}` : '';
  return {
    ok: true,
    words: `Imported into "${connection.name}". The refresh token belongs to ${held.account.username || "a user whom the server didn't name"} and expires on ${inUtc(expiresAt(held))}.${note}`,
  };
}

function explainLoss(keeper: ImportKeeper, { id, name }: Connection): ImportOutcome {
  const why = keeper.find(id)?.trouble?.failure;
  const reason = why ? ` (${why.code})` : '';
  return refused(
    `The refresh token for "${name}" works, but the new one couldn't be saved in the keychain${reason}. Unlock the keychain and import it again.`,
  );
}
