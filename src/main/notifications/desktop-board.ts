import type { QuietHours } from '../../core/model/settings';
import { counted, DAY, type DurationMs, HOUR, MINUTE, SECOND, type Timers } from '../../core/model/time';
import { coalesce } from '../../platform/system/timers';
import type { ShownToast, ShowToast } from './desktop-notifications';
import { quietUntil } from './quiet-hours';

/** Something a person is to know, as the desktop shows it. */
export interface DesktopItem {
  /** What is one and the same thing, however its words change. */
  readonly cause: string;
  readonly ids: readonly string[];
  readonly connectionIds: readonly string[];
  readonly title: string;
  readonly body: string;
  readonly button: string;
  /** Until what it is about has ended; 0: it has. */
  readonly left: DurationMs;
  readonly isNew: boolean;
  /** Does what its button says. */
  readonly act: () => void;
}

export interface DesktopPorts {
  /** All that is open, the worst first. */
  readonly items: () => readonly DesktopItem[];
  /** They have been on the desktop, alone or in a digest. */
  readonly shown: (items: readonly DesktopItem[]) => void;
  readonly showToast: ShowToast;
  /** Shows all of them in the panel. */
  readonly openPanel: () => void;
  readonly quietHours: () => QuietHours | null;
  readonly now: () => Date;
  readonly timers: Timers;
}

/** More than this at once become a digest. */
const MOST_TOASTS = 3;
/** What comes together is told together. */
export const GATHER: DurationMs = SECOND;
/** After a digest the next thing waits: it may be one of very many. */
export const DIGEST_PAUSE: DurationMs = MINUTE;
/** Titles in a digest. */
const IN_DIGEST = 3;

/** What of the open notifications is on the desktop: few, each once, none that is not true, and none in quiet hours that can wait. */
export class DesktopBoard {
  readonly #toasts = new Map<string, { readonly ids: readonly string[]; readonly toast: ShownToast }>();
  #digest: ShownToast | null = null;
  #isPausing = false;
  readonly #looking: ReturnType<typeof coalesce>;
  #cancelWake: () => void = () => undefined;
  #cancelPause: () => void = () => undefined;

  constructor(private readonly ports: DesktopPorts) {
    this.#looking = coalesce(ports.timers, GATHER, () => this.#look());
  }

  /** Something may have to be shown, or to go. */
  changed(): void {
    this.#looking.ask();
  }

  stop(): void {
    this.#looking.stop();
    this.#cancelWake();
    this.#cancelPause();
  }

  #look(): void {
    this.#cancelWake();
    const { items, quietHours, now } = this.ports;
    const all = items();
    this.#takeDown(all);
    const quietEnd = quietUntil(quietHours(), now());
    const mayShow = all.filter(({ isNew, left }) => quietEnd === null || !isNew || left <= DAY);
    if (quietEnd !== null && mayShow.length < all.length) this.#wakeAt(quietEnd.getTime());
    const fresh = mayShow.filter(({ isNew }) => isNew);
    if (fresh.length === 0 || this.#isPausing) return;
    const together = mayShow.filter((item) => item.isNew || this.#toasts.has(item.cause));
    if (this.#digest !== null || together.length > MOST_TOASTS) this.#showDigest(mayShow);
    else for (const item of fresh) this.#show(item);
    this.ports.shown(fresh);
  }

  /** What has been dealt with, or is not true anymore. */
  #takeDown(all: readonly DesktopItem[]): void {
    const open = new Map(all.map((item) => [item.cause, new Set(item.ids)]));
    for (const [cause, { ids }] of this.#toasts) if (!ids.every((id) => open.get(cause)?.has(id))) this.#close(cause);
    if (all.length > MOST_TOASTS) return;
    this.#digest?.close();
    this.#digest = null;
  }

  #show(item: DesktopItem): void {
    const { cause, ids, title, body, button, act } = item;
    const isSilent = this.#toasts.has(cause);
    this.#close(cause);
    const gone = () => this.#toasts.delete(cause);
    const toast = this.ports.showToast(
      { title, body, button, isSilent },
      () => {
        this.#close(cause);
        act();
      },
      gone,
    );
    this.#toasts.set(cause, { ids, toast });
  }

  #showDigest(items: readonly DesktopItem[]): void {
    for (const cause of this.#toasts.keys()) this.#close(cause);
    const isSilent = this.#digest !== null;
    this.#digest?.close();
    const connections = new Set(items.flatMap(({ connectionIds }) => connectionIds)).size;
    const titles = items.slice(0, IN_DIGEST).map(({ title }) => title);
    const more = items.length > titles.length ? [`And ${items.length - titles.length} more`] : [];
    const put = { title: needYou(connections), body: [...titles, ...more].join('\n'), button: 'Show', isSilent };
    const away = () => {
      this.#digest = null;
    };
    const open = () => {
      this.#digest?.close();
      away();
      this.ports.openPanel();
    };
    this.#digest = this.ports.showToast(put, open, away);
    this.#isPausing = true;
    this.#cancelPause = this.ports.timers.set(DIGEST_PAUSE, () => {
      this.#isPausing = false;
      this.#look();
    });
  }

  #close(cause: string): void {
    this.#toasts.get(cause)?.toast.close();
    this.#toasts.delete(cause);
  }

  /** While a computer sleeps, timers stand still: an hour at most is slept through. */
  #wakeAt(time: number): void {
    this.#cancelWake();
    const wait = Math.min(HOUR, Math.max(0, time - this.ports.now().getTime()));
    this.#cancelWake = this.ports.timers.set(wait, () => this.#look());
  }
}

function needYou(connections: number): string {
  return `${counted(connections, 'connection')} ${connections === 1 ? 'needs' : 'need'} you`;
}
