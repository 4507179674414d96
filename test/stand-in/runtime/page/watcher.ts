import type { WatcherMessage } from './messages';

/** Runs in a world of its own that no page can see, and tells Node what the DevTools protocol does not: changes of the title. */
export function start(binding: string): void {
  if (window !== window.top) return;
  const report: unknown = Reflect.get(globalThis, binding);
  if (typeof report !== 'function') return;
  let last: string | undefined;
  const look = (): void => {
    const { title } = document;
    if (title === last || title === '') return;
    last = title;
    report(JSON.stringify({ type: 'title', title } satisfies WatcherMessage));
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  look();
}
