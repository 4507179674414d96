/** A `ref` that gives its element the focus as it appears. Stable, so that it does so once. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus();
}
