import type { Connection, ConnectionSettings } from '../model/connection';
import type { Failure, FailureDetail, FailureKind } from '../model/failure';
import { inUtc } from '../model/time';
import { isKnown, rowOf } from './catalogue';
import { CIRCUMSTANCES, type Occasion, type Words } from './row';

/** A failure in words for a person. */
export interface Explanation extends Words {
  readonly kind: FailureKind;
  /** One more sentence, of what else is the case. */
  readonly note?: string;
  /** The number of a code that only Entra ID itself can explain, on the page of {@link errorPage}. */
  readonly lookUp?: number;
}

/** The words for a failure, fit for the connection and the occasion. `null`: it is of no known connection. */
export function explain(
  failure: Failure,
  connection: ConnectionSettings | null,
  occasion: Occasion = 'refresh',
): Explanation {
  const { kind, endsElsewhere: _, endsToken, meanings, variants = [], on = {}, ...own } = rowOf(failure.code);
  let words: Words = own;
  if (occasion !== 'refresh') words = { ...words, ...on.request, ...on[occasion] };
  if (connection !== null)
    for (const { when, ...different } of variants)
      if (when.every((circumstance) => CIRCUMSTANCES[circumstance](connection))) words = { ...words, ...different };
  return { kind, ...words, ...named(failure.detail, occasion), ...unknown(failure) };
}

/** What a connection is in trouble for. A first sign-in that failed is tried again by a person alone. */
export function explainTrouble(connection: Connection): Explanation | null {
  const { trouble, token } = connection;
  return trouble && explain(trouble.failure, connection, token === null ? 'request' : 'refresh');
}

/** Where Entra ID explains a code. Source: Microsoft Learn, "Microsoft Entra authentication and authorization error codes". */
export function errorPage(number: number): string {
  return `https://login.microsoftonline.com/error?code=${number}`;
}

const RECOVERED = {
  'from-keychain': 'Check your connections. They were recovered from the keychain.',
  'in-part':
    'Check your connections. What could be read of the file was kept, and the rest was recovered from the keychain.',
} as const;

/** What a failure's own detail makes of its words. */
function named(detail: FailureDetail | undefined, occasion: Occasion): Partial<Explanation> {
  switch (detail?.kind) {
    case undefined:
      return {};
    case 'account':
      return { what: `You signed in as ${detail.username}, but this connection belongs to a different account.` };
    case 'expired':
      return occasion === 'import' ? { what: `This refresh token expired on ${inUtc(detail.at).slice(0, 10)}.` } : {};
    case 'cloud':
      return { what: `This tenant is in another cloud: ${detail.name}.` };
    case 'value':
      return { what: detail.problem };
    case 'file':
      return { advice: RECOVERED[detail.recovered], note: `The old file is kept as "${detail.setAsideAs}".` };
    case 'holder':
      return { note: `Process ${detail.processId} has been using them since ${inUtc(detail.since)}.` };
    case 'in-memory':
      return { note: 'The new refresh token is held in memory only until this is fixed.' };
    case 'kept':
      return { note: 'The new refresh token that came with it was kept.' };
  }
}

function unknown({ code, sentence }: Failure): Partial<Explanation> {
  if (isKnown(code)) return {};
  const number = /^AADSTS(\d{1,9})$/.exec(code)?.[1];
  return {
    ...(sentence === undefined ? {} : { note: `Entra ID says: ${sentence}` }),
    ...(number === undefined ? {} : { lookUp: Number(number) }),
  };
}
