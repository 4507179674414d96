import { join } from 'node:path';
import { Menu, type MenuItemConstructorOptions, type NativeImage, nativeImage, nativeTheme, Tray } from 'electron';
import type { StatusLook } from '../../core/expiry/status';
import type { TrayCommand, TrayEntry, TrayFace } from './tray-face';

/** The icon in the tray. Shown before anything else is loaded, so it starts without knowing any connection. */
export class TrayIcon {
  readonly #tray: Tray;
  #look: StatusLook = 'new';
  #tooltip = '';
  #menu = '';
  #popUp: Menu | null = null;
  #run: (command: TrayCommand) => void;

  /** @param pictures Folder of the icons. @param run Does what was clicked, until {@link obey} names somebody else. */
  constructor(
    private readonly pictures: string,
    run: (command: TrayCommand) => void,
  ) {
    this.#run = run;
    this.#tray = new Tray(this.#picture());
    this.#tray.on('mouse-enter', () => this.#run({ kind: 'approach' }));
    this.#tray.on('click', () => this.#run({ kind: 'toggle' }));
    this.#tray.on('right-click', () => {
      if (this.#popUp) this.#tray.popUpContextMenu(this.#popUp);
    });
    nativeTheme.on('updated', () => this.#tray.setImage(this.#picture()));
  }

  obey(run: (command: TrayCommand) => void): void {
    this.#run = run;
  }

  /** Position of the icon; empty where the system does not tell. */
  bounds(): Electron.Rectangle {
    return this.#tray.getBounds();
  }

  /** Changes only what is different: rebuilding a menu closes it under the person's pointer. */
  show(face: TrayFace): void {
    if (face.look !== this.#look) {
      this.#look = face.look;
      this.#tray.setImage(this.#picture());
    }
    if (face.tooltip !== this.#tooltip) {
      this.#tooltip = face.tooltip;
      this.#tray.setToolTip(face.tooltip);
    }
    const menu = JSON.stringify(face.menu);
    if (menu === this.#menu) return;
    this.#menu = menu;
    const built = Menu.buildFromTemplate(face.menu.map((entry) => this.#item(entry)));
    // On macOS an icon with a menu of its own opens it at each click, and the panel could not be reached by one.
    if (process.platform === 'darwin') this.#popUp = built;
    else this.#tray.setContextMenu(built);
  }

  destroy(): void {
    this.#tray.destroy();
  }

  #item(entry: TrayEntry): MenuItemConstructorOptions {
    switch (entry.kind) {
      case 'separator':
        return { type: 'separator' };
      case 'command':
        return { label: entry.label, enabled: entry.enabled, click: () => this.#run(entry.command) };
      case 'submenu':
        return { label: entry.label, submenu: entry.entries.map((inner) => this.#item(inner)) };
    }
  }

  #picture(): NativeImage {
    const name =
      process.platform === 'darwin' ? `${this.#look}Template` : `${this.#look}-${barIsDark() ? 'dark' : 'light'}`;
    return nativeImage.createFromPath(join(this.pictures, `${name}.png`));
  }
}

/** Whether the bar that holds the tray is dark, which need not be what the app's own windows are. */
function barIsDark(): boolean {
  if (process.platform === 'win32') return nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
  // GNOME's bar is dark whatever the theme.
  return /GNOME/i.test(process.env.XDG_CURRENT_DESKTOP ?? '') || nativeTheme.shouldUseDarkColors;
}
