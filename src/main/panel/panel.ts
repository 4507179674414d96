import type { WebFrameMain } from 'electron';
import type { Timers } from '../../core/model/time';
import type { PanelState, ShowRequest } from '../../ipc/contract';
import { type Log, nameOf } from '../system/log';
import { PanelFeed } from './panel-feed';
import { PanelWindow, type PanelWindowOptions } from './panel-window';

export interface PanelOptions extends Omit<PanelWindowOptions, 'shownOrHidden' | 'gone'> {
  readonly timers: Timers;
  /** Everything that it shows, now. */
  readonly state: () => PanelState;
  readonly log: Log;
}

/** The panel: its window, and what is fed to it while there is one. */
export class Panel {
  readonly #window: PanelWindow;
  readonly #feed: PanelFeed;

  constructor(private readonly options: PanelOptions) {
    const { timers, state } = options;
    this.#feed = new PanelFeed(state, (patch) => this.#window.send('patch', patch), timers);
    this.#window = new PanelWindow({
      ...options,
      shownOrHidden: (visible) => this.#feed.visible(visible),
      gone: () => this.#feed.end(),
    });
  }

  /** Brings it before the person, with what it is to show. */
  open(show?: ShowRequest): void {
    this.#window.open(show).catch((error: unknown) => this.options.log('panel-not-opened', { code: nameOf(error) }));
  }

  toggle(): void {
    this.#window.toggle();
  }

  hide(): void {
    this.#window.hide();
  }

  /** Its page has begun: the whole state, which patches follow. */
  begin(): PanelState {
    this.#window.begun();
    return this.#feed.begin();
  }

  /** Something may have changed of what it shows. */
  changed(): void {
    this.#feed.changed();
  }

  /** Whether a message comes from its own page. */
  isOwn(frame: WebFrameMain | null): boolean {
    return this.#window.isOwn(frame);
  }

  destroy(): void {
    this.#window.destroy();
  }
}
