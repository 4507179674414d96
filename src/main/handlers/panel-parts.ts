import type { Adapters } from '../../platform/adapters';
import type { CopyShortcut } from '../clipboard/copy-shortcut';
import type { KeptDrafts } from '../panel/drafts';
import type { ShownParts } from '../panel/panel-state';
import type { PanelWindow } from '../panel/panel-window';
import type { AppEvents } from '../system/app-events';
import type { Dialogs } from '../system/dialogs';
import type { Log } from '../system/log';
import type { StartAtLogin } from '../system/login-items';
import type { ChosenCertificates } from '../trust/chosen-certificates';

/** The parts of the app that a request of the panel may lead to. */
export interface PanelParts extends ShownParts {
  readonly adapters: Adapters;
  readonly certificates: ChosenCertificates;
  readonly events: AppEvents;
  readonly dialogs: Dialogs;
  readonly log: Log;
  readonly drafts: KeptDrafts;
  readonly panel: PanelWindow;
  readonly shortcut: CopyShortcut;
  readonly startAtLogin: StartAtLogin;
  readonly dataFolder: string;
}
