import { app } from './app';
import { commandLine } from './command-line';
import { createEvent } from './events';
import { Double } from './refusal';
import { standIn } from './stand-in';

type Supported =
  | 'getAllDisplays'
  | 'getCursorScreenPoint'
  | 'getDisplayMatching'
  | 'getDisplayNearestPoint'
  | 'getPrimaryDisplay';

/** Physical pixels per pixel: `--force-device-scale-factor`, or STAND_IN_SCALE_FACTOR. */
export function scaleFactor(): number {
  const wanted = Number(commandLine.getSwitchValue('force-device-scale-factor') || process.env.STAND_IN_SCALE_FACTOR);
  return wanted > 0 ? wanted : 1;
}

const PANEL_HEIGHT = 32;

function createDisplay(facts: Partial<Electron.Display>, id: number): Electron.Display {
  const bounds = facts.bounds ?? { x: 0, y: 0, width: 1920, height: 1080 };
  const workArea = facts.workArea ?? { ...bounds, y: bounds.y + PANEL_HEIGHT, height: bounds.height - PANEL_HEIGHT };
  return {
    accelerometerSupport: 'unknown',
    bounds,
    colorDepth: 24,
    colorSpace: '{primaries:BT709, transfer:SRGB, matrix:RGB, range:FULL}',
    depthPerComponent: 8,
    detected: true,
    displayFrequency: 60,
    id,
    internal: id === 1,
    label: `Stand-in ${id}`,
    maximumCursorSize: { width: 64, height: 64 },
    monochrome: false,
    nativeOrigin: { x: bounds.x, y: bounds.y },
    rotation: 0,
    scaleFactor: scaleFactor(),
    size: { width: bounds.width, height: bounds.height },
    touchSupport: 'unavailable',
    workArea,
    workAreaSize: { width: workArea.width, height: workArea.height },
    ...facts,
  };
}

function distanceTo(rect: Electron.Rectangle, point: Electron.Point): number {
  const dx = Math.max(rect.x - point.x, 0, point.x - (rect.x + rect.width - 1));
  const dy = Math.max(rect.y - point.y, 0, point.y - (rect.y + rect.height - 1));
  return Math.hypot(dx, dy);
}

function overlap(left: Electron.Rectangle, right: Electron.Rectangle): number {
  const width = Math.min(left.x + left.width, right.x + right.width) - Math.max(left.x, right.x);
  const height = Math.min(left.y + left.height, right.y + right.height) - Math.max(left.y, right.y);
  return Math.max(width, 0) * Math.max(height, 0);
}

class ScreenDouble extends Double implements Pick<Electron.Screen, Supported> {
  private displays: Electron.Display[] | undefined;
  private cursor: Electron.Point = { x: 960, y: 540 };

  constructor() {
    super('Screen', 'screen');
  }

  getAllDisplays(): Electron.Display[] {
    if (!app.isElectronReady()) throw new Error("The 'screen' module can't be used before the app 'ready' event");
    this.displays ??= [createDisplay({}, 1)];
    return this.displays;
  }

  getPrimaryDisplay(): Electron.Display {
    return this.getAllDisplays()[0] ?? createDisplay({}, 1);
  }

  getCursorScreenPoint(): Electron.Point {
    return { ...this.cursor };
  }

  getDisplayNearestPoint(point: Electron.Point): Electron.Display {
    const sorted = [...this.getAllDisplays()].sort(
      (left, right) => distanceTo(left.bounds, point) - distanceTo(right.bounds, point),
    );
    return sorted[0] ?? this.getPrimaryDisplay();
  }

  getDisplayMatching(rect: Electron.Rectangle): Electron.Display {
    const sorted = [...this.getAllDisplays()].sort(
      (left, right) => overlap(right.bounds, rect) - overlap(left.bounds, rect),
    );
    const [best] = sorted;
    return best && overlap(best.bounds, rect) > 0 ? best : this.getDisplayNearestPoint(rect);
  }

  setCursor(point: Electron.Point): void {
    this.cursor = { ...point };
  }

  setDisplays(displays: readonly Partial<Electron.Display>[]): void {
    this.displays = displays.map((facts, index) => createDisplay(facts, index + 1));
    this.emit('display-metrics-changed', createEvent({}), this.getPrimaryDisplay(), ['bounds', 'workArea']);
  }
}

export const screen = new ScreenDouble();

standIn.setCursor = (point) => screen.setCursor(point);
standIn.setDisplays = (displays) => screen.setDisplays(displays);

export function primaryWorkArea(): Electron.Rectangle {
  return screen.getPrimaryDisplay().workArea;
}
