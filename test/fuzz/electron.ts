/** As much of Electron as main's own code calls without a window: what it does can be looked at in {@link desktop}. */
export const desktop = {
  /** By channel. */
  handlers: new Map<string, (event: unknown, argument: unknown) => Promise<unknown>>(),
  clipboard: '',
  /** Addresses that the system was asked to open. */
  opened: [] as string[],
  /** How many dialogs were opened. */
  dialogs: 0,
  /** What a person chooses when asked for files. */
  chosen: [] as string[],
  /** Where a person saves a file. */
  savesAs: null as string | null,
};

class ClipboardItem {
  constructor(readonly formats: Readonly<Record<string, unknown>>) {}
}

export const electron = {
  app: {
    ...{ getVersion: () => '1.2.3', getPath: () => '/nowhere', getAppPath: () => '/nowhere', isPackaged: false },
    ...{ on: () => undefined, quit: () => undefined },
  },
  ipcMain: {
    on: () => undefined,
    handle: (channel: string, handler: (event: unknown, argument: unknown) => Promise<unknown>) =>
      desktop.handlers.set(channel, handler),
  },
  ClipboardItem,
  clipboard: {
    write: async ([item]: readonly ClipboardItem[]) => {
      desktop.clipboard = String(item?.formats['text/plain']);
    },
    writeText: async (text: string) => {
      desktop.clipboard = text;
    },
    readText: async () => desktop.clipboard,
    clear: () => {
      desktop.clipboard = '';
    },
  },
  dialog: {
    showOpenDialog: async () => {
      desktop.dialogs += 1;
      return { canceled: desktop.chosen.length === 0, filePaths: desktop.chosen };
    },
    showSaveDialog: async () => {
      desktop.dialogs += 1;
      return { canceled: desktop.savesAs === null, filePath: desktop.savesAs };
    },
    showMessageBox: async () => {
      desktop.dialogs += 1;
      return { response: 0 };
    },
  },
  globalShortcut: { register: () => true, unregister: () => undefined },
  shell: {
    openExternal: async (address: string) => {
      desktop.opened.push(address);
    },
    openPath: async () => '',
  },
  ...{
    BrowserWindow: class {},
    Menu: class {},
    Notification: class {},
    Tray: class {},
    nativeImage: {},
    nativeTheme: {},
  },
  ...{
    net: {},
    powerMonitor: {},
    protocol: {},
    screen: { getAllDisplays: () => [] },
    session: {},
    systemPreferences: {},
  },
};
