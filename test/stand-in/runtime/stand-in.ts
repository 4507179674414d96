/** A tray, as tests see it. */
export interface TrayInSight extends Pick<Electron.Tray, 'getBounds'> {
  readonly image: Pick<Electron.NativeImage, 'toPNG' | 'getSize'> & { readonly path: string | undefined };
  readonly toolTip: string;
  readonly contextMenu: Electron.Menu | null;
  emit(event: string, ...args: unknown[]): boolean;
}

/** A notification that was shown, as tests see it. */
export interface NotificationInSight
  extends Pick<Electron.Notification, 'title' | 'body' | 'actions' | 'silent' | 'urgency' | 'close'> {
  /** Whether it is on the screen now. */
  readonly isShown: boolean;
  emit(event: string, ...args: unknown[]): boolean;
}

/** A dialog that the app showed. */
export interface ShownDialog {
  readonly kind: 'message' | 'error' | 'open' | 'save';
  readonly options: object;
}

/** What tests may tell dialogs to answer, first come first served; without one a dialog is cancelled. */
export interface DialogAnswer {
  /** Index of the button, for message boxes. */
  readonly response?: number;
  readonly checkboxChecked?: boolean;
  readonly filePaths?: string[];
  readonly filePath?: string;
}

/**
 * What a test can read and poke, as `electron.standIn`. Not part of Electron: a test that uses it runs on the stand-in only,
 * so prefer Electron's own (`tray.emit('click')`, `menuItem.click()`, `powerMonitor.emit('resume')`) where it serves.
 */
export const standIn = {
  /** Trays that are not destroyed, oldest first. */
  trays: [] as TrayInSight[],
  /** Every notification shown so far, closed ones too, oldest first. */
  notifications: [] as NotificationInSight[],
  /** Whether `Notification.isSupported()`. */
  notificationsSupported: true,
  /** Addresses given to `shell.openExternal`; nothing is opened. */
  openedExternally: [] as string[],
  openedPaths: [] as string[],
  shownInFolder: [] as string[],
  beeps: 0,
  /** What `session.resolveProxy` answers, whatever the address. No request goes there. */
  proxy: 'DIRECT',
  dialogs: [] as ShownDialog[],
  dialogAnswers: [] as DialogAnswer[],
  relaunches: [] as Electron.RelaunchOptions[],
  loginItem: undefined as Electron.Settings | undefined,
  appUserModelId: undefined as string | undefined,
  crashReporter: undefined as Electron.CrashReporterStartOptions | undefined,
  /** Permissions that pages asked for, and what was answered. */
  permissions: [] as { permission: string; origin: string; granted: boolean }[],
  /** The menu shown last by `Menu.popup` or `tray.popUpContextMenu`. */
  poppedUpMenu: undefined as Electron.Menu | undefined,
  /** Accelerators registered now. Set by the global shortcuts. */
  shortcuts: (): string[] => [],
  /** Presses a global shortcut; false when nobody registered it. */
  fireShortcut: (_accelerator: string): boolean => false,
  /** Makes `globalShortcut.register` fail for these, as if another program had them. */
  takenShortcuts: new Set<string>(),
  setOnline: (_online: boolean): void => {},
  setCursor: (_point: Electron.Point): void => {},
  /** Replaces the displays and tells listeners of `screen`. */
  setDisplays: (_displays: Partial<Electron.Display>[]): void => {},
  /** What the system's own theme is: seen where `themeSource` is `system`. */
  setSystemTheme: (_theme: { dark?: boolean; highContrast?: boolean }): void => {},
  setIdle: (_state: 'active' | 'idle' | 'locked'): void => {},
  setOnBattery: (_onBattery: boolean): void => {},
};
