import { EventEmitter } from 'node:events';
import type { Keeper } from '../../core/keeper/keeper';
import type { ShowRequest } from '../../ipc/contract';

/** What the parts of the app tell each other, whichever of them is made first. */
export class AppEvents extends EventEmitter<{
  /** Something changed that the panel or the tray shows. */
  changed: [];
  /** The panel is wanted, and perhaps something in it. */
  show: [request?: ShowRequest];
  /** Something happened that may make work due for the keeper. */
  system: [cause: Parameters<Keeper['systemEvent']>[0]];
}> {}
