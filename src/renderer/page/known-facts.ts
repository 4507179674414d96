import type { ConnectionView } from '../../ipc/contract';
import { scheduleWords } from '../model/time/schedule-words';
import { exactWords, issueWord } from '../model/time/time-words';

export interface KnownFact {
  readonly term: string;
  readonly words: string;
  /** What to copy of it; absent where nobody needs it elsewhere. */
  readonly copy?: string;
}

const AUTHENTICATION: Readonly<Record<ConnectionView['application'], string>> = {
  secret: 'Client secret',
  certificate: 'Certificate',
  public: 'None (public client)',
};

/** What is known of a connection. Nothing in it is secret. */
export function knownFacts(view: ConnectionView): readonly KnownFact[] {
  return [
    view.account ? { term: 'Account', words: view.account, copy: view.account } : null,
    view.issuedAt === null ? null : { term: 'MFA', words: mfaWords(view) },
    { term: 'Cloud', words: view.cloudLabel },
    { term: 'Tenant', words: view.tenant, copy: view.tenant },
    { term: 'Application (client) ID', words: view.clientId, copy: view.clientId },
    { term: 'Client authentication', words: AUTHENTICATION[view.application] },
    ...credentialFacts(view),
    { term: 'Resource', words: view.resourceLabel },
    { term: 'Redirect URI', words: view.redirectUri, copy: view.redirectUri },
    { term: 'Automatic refresh', words: scheduleWords(view.schedule) },
    view.learnedText === null ? null : { term: 'Tenant limit', words: view.learnedText },
    dated(issueWord(view.cloud), view.issuedAt),
    dated('Next refresh', view.refreshAt),
    dated('Token expires', view.expiresAt),
  ].filter((fact) => fact !== null);
}

function credentialFacts({ application, credential }: ConnectionView): readonly (KnownFact | null)[] {
  if (credential === null || application === 'public') return [];
  const { expiresAt, thumbprint } = credential;
  const term = application === 'certificate' ? 'Certificate expires' : 'Client secret expires';
  return [
    { term, words: expiresAt === null ? 'Not known' : exactWords(expiresAt) },
    thumbprint === null ? null : { term: 'Thumbprint (SHA-256)', words: thumbprint, copy: thumbprint },
  ];
}

function dated(term: string, at: number | null): KnownFact | null {
  return at === null ? null : { term, words: exactWords(at) };
}

function mfaWords({ hasMfa, status }: ConnectionView): string {
  if (hasMfa === null) return "Not known: this API's tokens can't be read";
  if (hasMfa) return 'Yes';
  return status === 'no-mfa' ? 'No: Partner Center refuses the token' : 'No';
}

/** The same for support, with what is wrong now. */
export function detailsText(view: ConnectionView): string {
  const facts = knownFacts(view).map(({ term, words }) => `${term}: ${words}`);
  const parts = [`Connection: ${view.name}`, `Status: ${view.statusText}`, ...facts];
  if (view.troubleDetails !== null) parts.push(view.troubleDetails.text);
  return parts.join('\n').slice(0, 8000);
}
