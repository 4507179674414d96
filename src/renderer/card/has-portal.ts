import type { ConnectionView } from '../../ipc/contract';
import { CLOUDS } from '../../ipc/vocabulary';

/** Whether the cloud has a portal where the application's registration can be seen. Nobody knows that of a custom one. */
export function hasPortal({ cloud }: Pick<ConnectionView, 'cloud'>): boolean {
  return cloud !== 'custom' && CLOUDS[cloud].portal !== null;
}
