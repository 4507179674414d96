import type { ClientAuthentication } from '../model/credential';
import type { Remedy } from '../model/failure';
import type { Status } from '../model/status';
import { isCutOff } from './retry-words';

export type MainButton = Exclude<Remedy, 'wait'> | 'copy';

/** What decides which button of a connection matters. */
export interface Helped {
  readonly status: Status;
  readonly trouble: { readonly remedy: Remedy } | null;
  readonly troubleDetails: { readonly code: string | null } | null;
  readonly application: ClientAuthentication['kind'];
  readonly endsWith: 'lifetime' | 'sign-in' | null;
  readonly issuedAt: number | null;
}

/** What helps most now: the trouble's remedy, else signing in where only that helps, else copying the access token. */
export function mainButtonOf(view: Helped): MainButton {
  const { trouble, troubleDetails, status, application, endsWith, issuedAt } = view;
  if (trouble !== null && trouble.remedy !== 'wait') return trouble.remedy;
  // Somebody has to end it elsewhere, after which another try shows whether it is over: signing in does not help.
  if (status === 'person' && trouble?.remedy === 'wait' && issuedAt !== null) return 'refresh';
  // A token that seems to have expired is still tried; nobody can sign in where there is no way to the server.
  if (status === 'expired' && isCutOff(troubleDetails?.code)) return 'refresh';
  if (status === 'new' || status === 'expired' || status === 'person') return 'sign-in';
  if (status === 'no-mfa') return 'sign-in';
  if (status === 'credential-expired') return application === 'certificate' ? 'replace-certificate' : 'replace-secret';
  if (status === 'soon' && endsWith === 'sign-in') return 'sign-in';
  return 'copy';
}
