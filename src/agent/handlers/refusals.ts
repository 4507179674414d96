import { kindOf } from '../../core/failures/catalogue';
import { explain } from '../../core/failures/explain';
import type { Occasion } from '../../core/failures/row';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection } from '../../core/model/connection';
import type { Failure } from '../../core/model/failure';
import { clockInWords } from '../../core/wording/clock-words';
import type { Refused } from '../answers';

/** What was asked for makes no sense. */
export function misused(words: string): Refused {
  return { ok: false, code: 2, words, failure: null };
}

/** It was not done, and the words say why. */
export function refused(words: string): Refused {
  return { ok: false, code: 1, words, failure: null };
}

/** A failure in the words of the panel, for whoever waits at the other end. */
export function failed(failure: Failure, connection: Connection | null, occasion: Occasion = 'request'): Refused {
  if (failure.detail?.kind === 'value') return misused(failure.detail.problem);
  return refusedFor(failure, `${connection ? `${connection.name}: ` : ''}${inWords(failure, connection, occasion)}`);
}

/** A failure, in words of its own. */
export function refusedFor({ code }: Failure, words: string): Refused {
  return { ok: false, code: kindOf(code) === 'transient' ? 1 : 3, words, failure: code };
}

/** What happened, what to do, and the code that support asks for. */
export function inWords(failure: Failure, connection: Connection | null, occasion: Occasion): string {
  const { what, advice, note } = explain(failure, connection, occasion);
  const code = failure.code.startsWith('request/') ? [] : [`(${failure.code})`];
  return [what, advice, ...(note === undefined ? [] : [note]), ...code].join(' ');
}

/** That this computer's clock is wrong, as the servers' replies have it, in a line; `null`: it is not known to be. */
export function clockWarning(keeper: Pick<Keeper, 'clockSkew'>): string | null {
  const behind = keeper.clockSkew();
  if (behind === null) return null;
  const { what, advice } = clockInWords(behind);
  return `${what} ${advice}`;
}
