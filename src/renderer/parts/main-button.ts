import type { ConnectionView } from '../../ipc/contract';
import type { Remedy } from '../../ipc/vocabulary';
export type MainButton = Exclude<Remedy, 'wait'> | 'copy';

/** What helps most now: the trouble's remedy, else signing in where only that helps, else copying the access token. */
export function mainButtonOf(
  view: Pick<ConnectionView, 'status' | 'trouble' | 'application' | 'endsWith' | 'issuedAt'>,
): MainButton {
  const { trouble, status, application, endsWith, issuedAt } = view;
  if (trouble !== null && trouble.remedy !== 'wait') return trouble.remedy;
  // Somebody has to end it elsewhere, after which another try shows whether it is over: signing in does not help.
  if (status === 'person' && trouble?.remedy === 'wait' && issuedAt !== null) return 'refresh';
  if (status === 'new' || status === 'expired' || status === 'person') return 'sign-in';
  if (status === 'no-mfa') return 'sign-in';
  if (status === 'credential-expired') return application === 'certificate' ? 'replace-certificate' : 'replace-secret';
  if (status === 'soon' && endsWith === 'sign-in') return 'sign-in';
  return 'copy';
}
