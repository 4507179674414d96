import { createEvent } from './events';
import { asElectron, Double, refuseOtherStatics, refuseTheRest } from './refusal';
import { standIn } from './stand-in';

type MenuSupported = 'append' | 'closePopup' | 'getMenuItemById' | 'insert' | 'items' | 'popup';
type ItemSupported =
  | 'accelerator'
  | 'checked'
  | 'click'
  | 'commandId'
  | 'enabled'
  | 'icon'
  | 'id'
  | 'label'
  | 'menu'
  | 'registerAccelerator'
  | 'role'
  | 'sublabel'
  | 'submenu'
  | 'toolTip'
  | 'type'
  | 'visible';

type Role = NonNullable<Electron.MenuItem['role']>;

function isRole(role: string): role is Role {
  return role !== '';
}

let lastCommandId = 0;

function typeOf(options: Electron.MenuItemConstructorOptions): Electron.MenuItem['type'] {
  return options.type ?? (options.submenu ? 'submenu' : 'normal');
}

function toMenu(submenu: Electron.MenuItemConstructorOptions['submenu']): Electron.Menu | undefined {
  return Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : submenu;
}

/** An entry of a menu. `click()` does what a person's click does, which is nothing when it is disabled. */
class MenuItemDouble implements Pick<Electron.MenuItem, ItemSupported> {
  readonly commandId: number;
  id: string;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  registerAccelerator: boolean;
  accelerator: string | null;
  type: Electron.MenuItem['type'];
  icon?: Electron.NativeImage | string;
  role?: Role;
  submenu?: Electron.Menu;
  click: (event?: Electron.KeyboardEvent, window?: Electron.BaseWindow) => void;
  private owner: Electron.Menu | undefined;

  constructor(options: Electron.MenuItemConstructorOptions) {
    lastCommandId += 1;
    this.commandId = lastCommandId;
    this.type = typeOf(options);
    if (!TYPES.has(this.type)) throw new Error(`Unknown menu item type: ${this.type}`);
    this.id = options.id ?? '';
    this.label = options.label ?? options.role ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.registerAccelerator = options.registerAccelerator ?? true;
    this.accelerator = options.accelerator ?? null;
    if (options.icon) this.icon = options.icon;
    if (options.role && isRole(options.role)) this.role = options.role;
    const submenu = toMenu(options.submenu);
    if (submenu) this.submenu = submenu;
    const self = refuseTheRest('MenuItem', this);
    this.click = (event, window) => {
      if (!self.enabled) return;
      if (self.type === 'checkbox') self.checked = !self.checked;
      if (self.type === 'radio') checkOnly(self);
      options.click?.(asElectron<Electron.MenuItem>(self), window, event ?? {});
    };
    // biome-ignore lint/correctness/noConstructorReturn: the refusing proxy is the item
    return self;
  }

  get menu(): Electron.Menu {
    if (!this.owner) throw new Error('This menu item is in no menu');
    return this.owner;
  }

  set menu(menu: Electron.Menu) {
    this.owner = menu;
  }
}

const TYPES: ReadonlySet<string> = new Set([
  'normal',
  'separator',
  'submenu',
  'checkbox',
  'radio',
  'header',
  'palette',
]);

/** Radio items stand together up to the next separator. */
function checkOnly(chosen: MenuItemDouble): void {
  const { items } = chosen.menu;
  const at = items.findIndex((item) => Object.is(item, chosen));
  const isEnd = (item: Electron.MenuItem): boolean => item.type === 'separator';
  const start = items.slice(0, at).findLastIndex(isEnd) + 1;
  const length = items.slice(at).findIndex(isEnd);
  for (const item of items.slice(start, length < 0 ? undefined : at + length)) {
    if (item.type === 'radio') item.checked = Object.is(item, chosen);
  }
}

class MenuDouble extends Double implements Pick<Electron.Menu, MenuSupported> {
  items: Electron.MenuItem[] = [];

  constructor() {
    super('Menu');
  }

  append(menuItem: Electron.MenuItem): void {
    this.insert(this.items.length, menuItem);
  }

  insert(pos: number, menuItem: Electron.MenuItem): void {
    this.items.splice(pos, 0, menuItem);
    menuItem.menu = asElectron<Electron.Menu>(this);
  }

  getMenuItemById(id: string): Electron.MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found) return found;
    }
    return null;
  }

  /** Nothing appears; `standIn.poppedUpMenu` is this menu until another pops up. */
  popup(options: Electron.PopupOptions = {}): void {
    standIn.poppedUpMenu = asElectron<Electron.Menu>(this);
    this.emit('menu-will-show', createEvent({}));
    this.once('menu-will-close', () => options.callback?.());
  }

  closePopup(): void {
    if (Object.is(standIn.poppedUpMenu, this)) standIn.poppedUpMenu = undefined;
    this.emit('menu-will-close', createEvent({}));
  }
}

let applicationMenu: Electron.Menu | null = null;

type Statics = Pick<typeof Electron.Menu, 'buildFromTemplate' | 'getApplicationMenu' | 'setApplicationMenu'>;

const statics: Statics = {
  buildFromTemplate: (template) => {
    const menu = new MenuDouble();
    for (const entry of template) {
      const candidate: object = entry;
      menu.append(
        asElectron<Electron.MenuItem>(
          candidate instanceof MenuItemDouble ? candidate : new MenuItemDouble(toOptions(entry)),
        ),
      );
    }
    return asElectron<Electron.Menu>(menu);
  },
  getApplicationMenu: () => applicationMenu,
  setApplicationMenu: (menu) => {
    applicationMenu = menu;
  },
};

/** Narrows what `buildFromTemplate` takes to what is not an item yet. */
function toOptions(
  entry: Electron.MenuItemConstructorOptions | Electron.MenuItem,
): Electron.MenuItemConstructorOptions {
  if ('commandId' in entry) throw new TypeError('Not a MenuItem of the stand-in');
  return entry;
}

export const Menu = refuseOtherStatics('Menu', Object.assign(MenuDouble, statics));
export { MenuItemDouble as MenuItem };
