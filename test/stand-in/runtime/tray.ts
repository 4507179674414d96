import { app } from './app';
import type { NativeImageDouble } from './native-image';
import { toImageDouble } from './native-image';
import { asElectron, Double } from './refusal';
import { screen } from './screen';
import { standIn } from './stand-in';

type Supported =
  | 'closeContextMenu'
  | 'destroy'
  | 'focus'
  | 'getBounds'
  | 'getGUID'
  | 'getIgnoreDoubleClickEvents'
  | 'getTitle'
  | 'isDestroyed'
  | 'popUpContextMenu'
  | 'setContextMenu'
  | 'setIgnoreDoubleClickEvents'
  | 'setImage'
  | 'setPressedImage'
  | 'setTitle'
  | 'setToolTip';

const ICON = { width: 24, height: 24 };

/** An icon in a tray nobody sees. Beyond Electron's own it lets tests read `image`, `toolTip` and `contextMenu`. */
export class TrayDouble extends Double implements Pick<Electron.Tray, Supported> {
  image: NativeImageDouble;
  toolTip = '';
  contextMenu: Electron.Menu | null = null;
  private destroyed = false;

  constructor(
    image: Electron.NativeImage | string,
    private readonly guid?: string,
  ) {
    super('Tray');
    if (!app.isElectronReady()) throw new Error('Cannot create Tray before app is ready');
    this.image = readable(image);
    standIn.trays.push(this);
  }

  setImage(image: Electron.NativeImage | string): void {
    this.refuseIfDestroyed();
    this.image = readable(image);
  }

  setPressedImage(_image: Electron.NativeImage | string): void {
    this.refuseIfDestroyed();
  }

  setToolTip(toolTip: string): void {
    this.refuseIfDestroyed();
    this.toolTip = toolTip;
  }

  /** A Mac's alone, as are the double clicks. */
  setTitle(_title: string): void {
    this.refuseIfDestroyed();
  }

  getTitle(): string {
    this.refuseIfDestroyed();
    return '';
  }

  getGUID(): string | null {
    return this.guid ?? null;
  }

  setContextMenu(menu: Electron.Menu | null): void {
    this.refuseIfDestroyed();
    if (menu === undefined) throw new TypeError('Must pass Menu or null');
    this.contextMenu = menu;
  }

  popUpContextMenu(menu?: Electron.Menu): void {
    this.refuseIfDestroyed();
    (menu ?? this.contextMenu)?.popup();
  }

  closeContextMenu(): void {
    this.refuseIfDestroyed();
    this.contextMenu?.closePopup();
  }

  setIgnoreDoubleClickEvents(_ignore: boolean): void {
    this.refuseIfDestroyed();
  }

  getIgnoreDoubleClickEvents(): boolean {
    this.refuseIfDestroyed();
    return false;
  }

  focus(): void {
    this.refuseIfDestroyed();
  }

  /** Top right, in a bar of the stand-in's one display. Real Linux answers with zeroes; see electron-truth.md. */
  getBounds(): Electron.Rectangle {
    this.refuseIfDestroyed();
    const { bounds, workArea } = screen.getPrimaryDisplay();
    const bar = Math.max(workArea.y - bounds.y, ICON.height);
    return { x: bounds.x + bounds.width - 160, y: bounds.y + Math.round((bar - ICON.height) / 2), ...ICON };
  }

  destroy(): void {
    this.destroyed = true;
    const at = standIn.trays.indexOf(this);
    if (at >= 0) standIn.trays.splice(at, 1);
  }

  isDestroyed(): boolean {
    return this.destroyed;
  }

  /** What a person's click sends, for tests that want its details too. */
  clickDetails(): [Electron.KeyboardEvent, Electron.Rectangle, Electron.Point] {
    const bounds = this.getBounds();
    return [
      asElectron<Electron.KeyboardEvent>({}),
      bounds,
      { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 },
    ];
  }

  private refuseIfDestroyed(): void {
    if (this.destroyed) throw new Error('Tray is destroyed');
  }
}

/** @throws Error as Electron does for a picture that cannot be read. */
function readable(image: Electron.NativeImage | string): NativeImageDouble {
  const double = toImageDouble(image);
  if (typeof image === 'string' && double.isEmpty()) throw new Error(`Failed to load image from path '${image}'`);
  return double;
}
