import { useSyncExternalStore } from 'react';

/** One value that components can watch. */
export class Signal<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly set = (value: T): void => {
    if (Object.is(this.#value, value)) return;
    this.#value = value;
    for (const listener of this.#listeners) listener();
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The signal's value, or the part of it that `select` picks; drawn again only when that part changes identity. */
export function useSignal<T>(signal: Signal<T>): T;
export function useSignal<T, P>(signal: Signal<T>, select: (value: T) => P): P;
export function useSignal<T, P>(signal: Signal<T>, select?: (value: T) => P): T | P {
  return useSyncExternalStore(signal.subscribe, () => (select ? select(signal.get()) : signal.get()));
}
