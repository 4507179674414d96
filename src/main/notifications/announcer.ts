import type { Keeper } from '../../core/keeper/keeper';
import type { Refusal, ShowRequest } from '../../ipc/contract';
import type { AppEvents } from '../system/app-events';
import type { SettingsStore } from '../system/settings-store';
import { sayOnDesktop } from './desktop-notifications';

/** Says on the desktop, in passing, what a person should know who may not be looking at the panel. A click leads to more. */
export class Announcer {
  constructor(
    private readonly keeper: Pick<Keeper, 'find'>,
    private readonly settings: SettingsStore,
    private readonly events: AppEvents,
  ) {}

  /** What was asked for outside the panel did not work: the panel has more. */
  failed(id: string, { what, advice }: Refusal): void {
    const name = this.keeper.find(id)?.name ?? 'Partner Token Tray';
    this.#say(name, `${what} ${advice}`.trim(), { view: 'connections', connectionId: id });
  }

  copied(id: string): void {
    const seconds = Math.round(this.settings.current().clearClipboardAfter / 1000);
    const body = `Access token copied. The app clears it from the clipboard in ${seconds} seconds.`;
    sayOnDesktop(this.keeper.find(id)?.name ?? '', body, () => undefined);
  }

  shortcutFailed(problem: string): void {
    this.#say("The copy shortcut doesn't work", problem, { view: 'settings' });
  }

  settingsSetAside(): void {
    this.#say('The settings file was damaged', "What wasn't valid in it counts as not set. Check your settings.", {
      view: 'settings',
    });
  }

  #say(title: string, body: string, show?: ShowRequest): void {
    sayOnDesktop(title, body, () => this.events.emit('show', show));
  }
}
