import { createEvent } from './events';
import { WindowGeometry } from './window-geometry';

type Supported =
  | 'accessibleTitle'
  | 'autoHideMenuBar'
  | 'getBackgroundColor'
  | 'getOpacity'
  | 'getTitle'
  | 'isAlwaysOnTop'
  | 'isContentProtected'
  | 'isMenuBarVisible'
  | 'isModal'
  | 'isResizable'
  | 'isVisibleOnAllWorkspaces'
  | 'moveTop'
  | 'resizable'
  | 'setAlwaysOnTop'
  | 'setAutoHideMenuBar'
  | 'setBackgroundColor'
  | 'setMenu'
  | 'setMenuBarVisibility'
  | 'setOpacity'
  | 'setResizable'
  | 'setSkipTaskbar'
  | 'setTitle'
  | 'setVisibleOnAllWorkspaces'
  | 'title';

/** What a window is told and merely remembers, because nobody sees it. */
export abstract class WindowFacts extends WindowGeometry implements Pick<Electron.BrowserWindow, Supported> {
  accessibleTitle = '';
  autoHideMenuBar: boolean;
  private nativeTitle: string;
  private alwaysOnTop: boolean;
  private canResize: boolean;
  private menuBarVisible = true;
  private isProtected = false;
  private opacity: number;
  private onAllWorkspaces = false;
  private backgroundColor: string;
  private readonly modal: boolean;

  constructor(options: Electron.BrowserWindowConstructorOptions, usualTitle: string) {
    super(options);
    this.nativeTitle = options.title ?? usualTitle;
    this.alwaysOnTop = options.alwaysOnTop ?? false;
    this.canResize = options.resizable ?? true;
    this.autoHideMenuBar = options.autoHideMenuBar ?? false;
    this.opacity = options.opacity ?? 1;
    this.backgroundColor = options.backgroundColor ?? '#FFFFFF';
    this.modal = options.modal ?? false;
  }

  moveTop(): void {}

  flashFrame(_flag: boolean): void {}

  setTitle(title: string): void {
    this.refuseIfDestroyed();
    this.nativeTitle = title;
  }

  getTitle(): string {
    this.refuseIfDestroyed();
    return this.nativeTitle;
  }

  get title(): string {
    return this.getTitle();
  }

  set title(title: string) {
    this.setTitle(title);
  }

  setAlwaysOnTop(flag: boolean): void {
    this.alwaysOnTop = flag;
    this.emit('always-on-top-changed', createEvent({}), flag);
  }

  isAlwaysOnTop(): boolean {
    return this.alwaysOnTop;
  }

  setResizable(resizable: boolean): void {
    this.canResize = resizable;
  }

  isResizable(): boolean {
    return this.canResize;
  }

  get resizable(): boolean {
    return this.canResize;
  }

  set resizable(resizable: boolean) {
    this.canResize = resizable;
  }

  setMenu(_menu: Electron.Menu | null): void {}

  removeMenu(): void {
    this.menuBarVisible = false;
  }

  setMenuBarVisibility(visible: boolean): void {
    this.menuBarVisible = visible;
  }

  isMenuBarVisible(): boolean {
    return this.menuBarVisible;
  }

  setAutoHideMenuBar(hide: boolean): void {
    this.autoHideMenuBar = hide;
  }

  setSkipTaskbar(_skip: boolean): void {}

  setIcon(_icon: Electron.NativeImage | string): void {}

  setContentProtection(enable: boolean): void {
    this.isProtected = enable;
  }

  isContentProtected(): boolean {
    return this.isProtected;
  }

  setOpacity(opacity: number): void {
    this.opacity = opacity;
  }

  getOpacity(): number {
    return this.opacity;
  }

  setBackgroundColor(backgroundColor: string): void {
    this.backgroundColor = backgroundColor;
  }

  getBackgroundColor(): string {
    return this.backgroundColor;
  }

  setVisibleOnAllWorkspaces(visible: boolean): void {
    this.onAllWorkspaces = visible;
  }

  isVisibleOnAllWorkspaces(): boolean {
    return this.onAllWorkspaces;
  }

  isModal(): boolean {
    return this.modal;
  }
}
