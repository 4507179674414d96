import { type ComponentType, useEffect } from 'react';
import { Signal, useSignal } from '../model/signal';

const loads: (() => Promise<void>)[] = [];

/**
 * A component whose code is loaded after the first paint, or once it is drawn, whichever is first; until then there is nothing where it
 * is. No `lazy` with a `Suspense`, which shows what is there already 300 ms late.
 */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  const loaded = new Signal<{ readonly Component: ComponentType<P> } | null>(null);
  let loading: Promise<void> | null = null;
  const loadOnce = () => {
    loading ??= load().then(
      (Component) => loaded.set({ Component }),
      () => {
        loading = null;
      },
    );
    return loading;
  };
  loads.push(loadOnce);
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each, outside of components
  return function Later(props: P) {
    const ready = useSignal(loaded);
    useEffect(() => void loadOnce(), []);
    return ready && <ready.Component {...props} />;
  };
}

/** Loads what the first paint did without, once that can be seen and whenever there is nothing better to do, bit by bit. */
export function loadTheRest(): void {
  const left = loads.values();
  const loadNext = () =>
    requestIdleCallback(async () => {
      const { value: load, done } = left.next();
      if (done) return void performance.mark('complete');
      await load();
      loadNext();
    });
  // The frame after the next one: what is drawn before a frame is seen in it.
  requestAnimationFrame(() => requestAnimationFrame(loadNext));
}
