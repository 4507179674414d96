import { Double } from './refusal';
import { primaryWorkArea } from './screen';

type Supported =
  | 'getBounds'
  | 'getNormalBounds'
  | 'getContentBounds'
  | 'setBounds'
  | 'setPosition'
  | 'getPosition'
  | 'setSize'
  | 'getSize'
  | 'setContentSize'
  | 'getContentSize'
  | 'setMinimumSize'
  | 'getMinimumSize'
  | 'setMaximumSize'
  | 'getMaximumSize'
  | 'center'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'minimize'
  | 'restore'
  | 'isDestroyed';

/** Where a window is and how large. Windows of the stand-in have no frame, so their content is the whole of them. */
export abstract class WindowGeometry extends Double implements Pick<Electron.BrowserWindow, Supported> {
  protected bounds: Electron.Rectangle;
  protected minimized = false;
  protected destroyed = false;
  private minimumSize: Electron.Size;
  private maximumSize: Electron.Size;

  constructor(options: Electron.BrowserWindowConstructorOptions) {
    super('BrowserWindow');
    const { width = 800, height = 600 } = options;
    const area = primaryWorkArea();
    const x = options.x ?? area.x + Math.round((area.width - width) / 2);
    const y = options.y ?? area.y + Math.round((area.height - height) / 2);
    this.bounds = { x, y, width, height };
    this.minimumSize = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 };
    this.maximumSize = { width: options.maxWidth ?? 0, height: options.maxHeight ?? 0 };
  }

  /** Called when the window moved, changed its size, or was minimised or restored. */
  protected abstract placementChanged(): void;

  isDestroyed(): boolean {
    return this.destroyed;
  }

  protected refuseIfDestroyed(): void {
    if (this.destroyed) throw new TypeError('Object has been destroyed');
  }

  isMinimized(): boolean {
    return this.minimized;
  }

  isMaximized(): boolean {
    return false;
  }

  isFullScreen(): boolean {
    return false;
  }

  getBounds(): Electron.Rectangle {
    this.refuseIfDestroyed();
    return { ...this.bounds };
  }

  getNormalBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  getContentBounds(): Electron.Rectangle {
    return this.getBounds();
  }

  setBounds(bounds: Partial<Electron.Rectangle>, _animate?: boolean): void {
    this.refuseIfDestroyed();
    const before = this.bounds;
    const width = Math.max(bounds.width ?? before.width, this.minimumSize.width);
    const height = Math.max(bounds.height ?? before.height, this.minimumSize.height);
    this.bounds = {
      x: Math.round(bounds.x ?? before.x),
      y: Math.round(bounds.y ?? before.y),
      width: Math.round(Math.min(width, this.maximumSize.width || width)),
      height: Math.round(Math.min(height, this.maximumSize.height || height)),
    };
    if (before.x !== this.bounds.x || before.y !== this.bounds.y) this.emit('move');
    this.placementChanged();
    if (before.width === this.bounds.width && before.height === this.bounds.height) return;
    this.emit('resize');
  }

  setPosition(x: number, y: number, animate?: boolean): void {
    this.setBounds({ x, y }, animate);
  }

  getPosition(): number[] {
    return [this.bounds.x, this.bounds.y];
  }

  setSize(width: number, height: number, animate?: boolean): void {
    this.setBounds({ width, height }, animate);
  }

  getSize(): number[] {
    return [this.bounds.width, this.bounds.height];
  }

  setContentSize(width: number, height: number, animate?: boolean): void {
    this.setBounds({ width, height }, animate);
  }

  getContentSize(): number[] {
    return this.getSize();
  }

  setMinimumSize(width: number, height: number): void {
    this.minimumSize = { width, height };
  }

  getMinimumSize(): number[] {
    return [this.minimumSize.width, this.minimumSize.height];
  }

  setMaximumSize(width: number, height: number): void {
    this.maximumSize = { width, height };
  }

  getMaximumSize(): number[] {
    return [this.maximumSize.width, this.maximumSize.height];
  }

  center(): void {
    const area = primaryWorkArea();
    const { width, height } = this.bounds;
    this.setPosition(area.x + Math.round((area.width - width) / 2), area.y + Math.round((area.height - height) / 2));
  }

  minimize(): void {
    this.minimized = true;
    this.placementChanged();
    this.emit('minimize');
  }

  restore(): void {
    this.minimized = false;
    this.placementChanged();
    this.emit('restore');
  }
}
