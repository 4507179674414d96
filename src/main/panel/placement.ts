type Box = Electron.Rectangle;

/** A screen: all of it, and what bars and docks leave free. */
export type Screen = Pick<Electron.Display, 'bounds' | 'workArea'>;

const MARGIN = 8;
const NOWHERE: Box = { x: 0, y: 0, width: 0, height: 0 };

/**
 * What to put the panel beside where the system does not tell where the icon is (most Linux desktops): the pointer, if it is on a bar
 * that takes space from the screen, for then it has just clicked the icon; else nothing.
 */
export function clickedBar(pointer: Electron.Point, { bounds, workArea }: Screen): Box {
  return isInside(pointer, bounds) && !isInside(pointer, workArea) ? { ...pointer, width: 1, height: 1 } : NOWHERE;
}

function isInside({ x, y }: Electron.Point, box: Box): boolean {
  return x >= box.x && x < box.x + box.width && y >= box.y && y < bottomOf(box);
}

/**
 * Where the panel goes: beside the tray icon, wholly inside the work area, whichever edge the taskbar is on. Where nobody knows
 * where the icon is, in the corner where trays are.
 */
export function placePanel(tray: Box, screen: Screen, size: Electron.Size): Box {
  const area = screen.workArea;
  const width = Math.min(size.width, area.width - 2 * MARGIN);
  const height = Math.min(size.height, area.height - 2 * MARGIN);
  const left = area.x + MARGIN;
  const top = area.y + MARGIN;
  const right = area.x + area.width - width - MARGIN;
  const bottom = area.y + area.height - height - MARGIN;

  if (!isOnScreen(tray, screen.bounds)) {
    // A bar that takes space at the top and none at the bottom holds the tray, as on GNOME.
    const barAtTop = area.y > screen.bounds.y && bottomOf(area) === bottomOf(screen.bounds);
    return box(right, barAtTop ? top : bottom, width, height);
  }
  const centerX = tray.x + tray.width / 2;
  const centerY = tray.y + tray.height / 2;
  const barIsVertical = centerX < area.x || centerX > area.x + area.width;
  const y = barIsVertical ? centerY - height / 2 : centerY < area.y + area.height / 2 ? top : bottom;
  return box(between(centerX - width / 2, left, right), between(y, top, bottom), width, height);
}

function isOnScreen(tray: Box, bounds: Box): boolean {
  if (tray.width <= 0 || tray.height <= 0) return false;
  const x = tray.x + tray.width / 2;
  const y = tray.y + tray.height / 2;
  return x >= bounds.x && x <= bounds.x + bounds.width && y >= bounds.y && y <= bottomOf(bounds);
}

function bottomOf(area: Box): number {
  return area.y + area.height;
}

function between(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}

function box(x: number, y: number, width: number, height: number): Box {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}
