import { useSyncExternalStore } from 'react';
import { MINUTE, SECOND } from '../../ipc/vocabulary';

/** Tells the time every so often to whoever watches, and only while somebody does and the page can be seen. */
class Ticker {
  readonly #listeners = new Set<() => void>();
  #timer: number | null = null;
  #now = Date.now();

  constructor(readonly period: number) {
    document.addEventListener('visibilitychange', () => this.#arm());
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#arm();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#disarm();
    };
  };

  /** The time of the last tick: stable in between, as a snapshot has to be. */
  readonly now = (): number => {
    if (this.#timer === null) this.#now = Math.floor(Date.now() / this.period) * this.period;
    return this.#now;
  };

  #arm(): void {
    this.#disarm();
    if (document.visibilityState === 'hidden' || this.#listeners.size === 0) return;
    this.#now = Date.now();
    this.#timer = window.setInterval(() => this.#tick(), this.period);
    this.#tell();
  }

  #disarm(): void {
    if (this.#timer !== null) window.clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    this.#now = Date.now();
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

const minutes = new Ticker(MINUTE);
const seconds = new Ticker(SECOND);

/** The system's time, brought up to date once a minute: for "3 hours ago". */
export function useMinutes(): number {
  return useSyncExternalStore(minutes.subscribe, minutes.now);
}

/** The system's time, brought up to date once a second: only for a countdown that can be seen. */
export function useSeconds(): number {
  return useSyncExternalStore(seconds.subscribe, seconds.now);
}
