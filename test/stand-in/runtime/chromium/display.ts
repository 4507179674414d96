import type { Session } from './connection';

let isDriven = false;

/** A test driver is in charge: it wants pages of exactly the size the app says, and no windows in anybody's way. */
export function showNothing(): void {
  isDriven = true;
}

/** Whether windows are shown on a screen. */
export function hasDisplay(): boolean {
  return !isDriven && Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** A window as the app wants it: where, how large within its frame, and whether at all. */
export interface Placement extends Electron.Rectangle {
  readonly visible: boolean;
}

/** Thickness of the window's frame, and the far corner of the screen's usable part. */
const MEASURE = `[
  outerWidth - innerWidth,
  outerHeight - innerHeight,
  (screen.availLeft ?? 0) + screen.availWidth,
  (screen.availTop ?? 0) + screen.availHeight,
]`;

/** Puts a window on the screen where the app wants it, or as near as the screen allows; one that the app hides is minimised. */
export async function place(session: Session, { x, y, width, height, visible }: Placement): Promise<void> {
  const { windowId } = await session.send('Browser.getWindowForTarget');
  if (!visible) {
    await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'minimized' } });
    return;
  }
  await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
  const { result } = await session.send('Runtime.evaluate', { expression: MEASURE, returnByValue: true });
  const measured: readonly number[] = Array.isArray(result.value) ? result.value : [];
  const [frameWidth = 0, frameHeight = 0, right = Number.POSITIVE_INFINITY, bottom = Number.POSITIVE_INFINITY] =
    measured;
  const outer = { width: width + frameWidth, height: height + frameHeight };
  const left = Math.max(0, Math.min(x, right - outer.width));
  const top = Math.max(0, Math.min(y, bottom - outer.height));
  await session.send('Browser.setWindowBounds', { windowId, bounds: { left, top, ...outer } });
  await session.send('Page.bringToFront');
}
