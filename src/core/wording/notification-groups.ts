import { isOfKeychain } from '../expiry/notifications';
import { explain } from '../failures/explain';
import type { AppNotification } from '../model/event';
import type { NotificationRemedy } from '../model/failure';
import { inWords, type NotificationInWords } from './notification-words';

/** All that is true of the keychain is true for every connection. */
export const KEYCHAIN = 'keychain';

/** What a person does about all connections alike, by whether the cause lies with the application rather than with the account. */
const SHARED: ReadonlyMap<NotificationRemedy, boolean> = new Map([
  ['sign-in', false],
  ['sign-in-with-consent', true],
  ['sign-in-in-browser', false],
  ['replace-secret', true],
  ['replace-certificate', true],
  ['open-app-registration', true],
  ['wait', false],
]);

/** What is the same for notifications with one cause: one password change, one expired secret, one locked keychain. */
export function causeOf({ id, connection, reason }: AppNotification): string {
  const { cloud, tenant, token, clientId, credential } = connection;
  const place = [cloud, token?.account.tenantId ?? tenant].join('/').toLowerCase();
  if (reason.kind === 'credential')
    return [reason.kind, place, clientId.toLowerCase(), credential?.expiresAt].join('/');
  const failure = 'failure' in reason ? reason.failure : undefined;
  if (failure === undefined) return id;
  if (isOfKeychain(failure)) return KEYCHAIN;
  const { remedy } = explain(failure, connection);
  const isOfApplication = SHARED.get(remedy);
  if (isOfApplication === undefined) return id;
  return [failure.code, remedy, place, isOfApplication ? clientId.toLowerCase() : ''].join('/');
}

/** Most names that a notification lists. */
const MOST_NAMES = 5;

/** One notification for those that have the same cause, the worst first. Its button is for the first of them. */
export function groupInWords(first: AppNotification, others: readonly AppNotification[]): NotificationInWords {
  const words = inWords(first);
  if (others.length === 0 || causeOf(first) === KEYCHAIN) return words;
  const all = [first, ...others];
  const names = `${listed(all.map(({ connection }) => connection.name))}.`;
  return { ...words, ...sharedWords(first, all.length, words, names) };
}

function sharedWords(
  { connection, reason }: AppNotification,
  count: number,
  { title, body, remedy }: NotificationInWords,
  names: string,
): Pick<NotificationInWords, 'title' | 'body'> {
  if (reason.kind === 'credential') {
    const what = connection.application.kind === 'certificate' ? 'certificate' : 'client secret';
    return {
      title: `${count} connections: ${title.slice(`${connection.name}: `.length)}`,
      body: [names, `Add a new ${what} to the app registration, then replace it in each connection.`],
    };
  }
  const failure = 'failure' in reason ? reason.failure : undefined;
  if (failure === undefined) return { title, body };
  const { what, advice } = explain(failure, connection);
  return { title: `${count} connections ${needs(remedy)}`, body: [names, plural(what), plural(advice)] };
}

function needs(remedy: NotificationRemedy): string {
  switch (remedy) {
    case 'sign-in':
    case 'sign-in-with-consent':
    case 'sign-in-in-browser':
      return 'need you to sign in again';
    case 'replace-secret':
      return 'need a new client secret';
    case 'replace-certificate':
      return 'need a new certificate';
    default:
      return 'need you';
  }
}

/** "Contoso, Fabrikam, and 3 more". */
function listed(names: readonly string[]): string {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const more = names.length > shown.length ? [`${names.length - shown.length} more`] : [];
  return new Intl.ListFormat('en').format([...shown, ...more]);
}

function plural(sentence: string): string {
  return sentence.replaceAll(/\bthis connection\b(?!')/g, 'these connections');
}
