import type { ConnectionView } from '../../ipc/contract';
import type { Remedy } from '../../ipc/vocabulary';

/** The one button that stands out on a card. */
export type MainButton = Exclude<Remedy, 'wait'> | 'copy';

/** What helps most now: the trouble's remedy, else signing in where only that helps, else copying the access token. */
export function mainButtonOf(
  view: Pick<ConnectionView, 'status' | 'trouble' | 'hasMfa' | 'resource' | 'endsWith'>,
): MainButton {
  const { trouble, status, endsWith } = view;
  if (trouble !== null && trouble.remedy !== 'wait' && !passesByItself(trouble)) return trouble.remedy;
  if (status === 'new' || status === 'expired' || status === 'person' || missesMfa(view)) return 'sign-in';
  if (status === 'soon' && endsWith === 'sign-in') return 'sign-in';
  return 'copy';
}

/** Whether the token will be refused for want of MFA. Only Partner Center insists on it: other resources leave that to the tenant's policies. */
export function missesMfa({ hasMfa, resource }: Pick<ConnectionView, 'hasMfa' | 'resource'>): boolean {
  return hasMfa === false && resource.kind === 'partner-center';
}

function passesByItself({ kind, remedy }: NonNullable<ConnectionView['trouble']>): boolean {
  return kind === 'transient' && remedy === 'refresh';
}
