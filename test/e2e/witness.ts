import { type ElectronApplication, expect } from 'playwright/test';

/** What `witness-preload.cjs` keeps in the main process. */
interface Witness {
  readonly notifications: Electron.Notification[];
  readonly trays: {
    readonly tray: Electron.Tray;
    readonly toolTip: string;
    readonly menu: Electron.Menu | null;
    readonly image: Electron.NativeImage | null;
  }[];
  /** Every message to the panel, as JSON. */
  readonly toPanel: string[];
  /** Addresses for the system's browser, oldest first. */
  readonly opened: string[];
  /** What the dialogs for opening and saving files were asked for. */
  readonly fileDialogs: (Electron.OpenDialogOptions | Electron.SaveDialogOptions)[];
  readonly filesToChoose: (string | string[])[];
  /** The buttons that the person presses in the next questions. */
  readonly answers: string[];
  readonly questions: SeenQuestion[];
}

/** A question of the app's own, as it was shown. */
export interface SeenQuestion {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  readonly isOpen: boolean;
}

declare global {
  var witness: Witness;
}

/** A notification as it was shown. */
export interface SeenNotification {
  readonly title: string;
  readonly body: string;
  readonly button: string | null;
}

export function seenNotifications(app: ElectronApplication): Promise<SeenNotification[]> {
  return app.evaluate(() =>
    globalThis.witness.notifications.map(({ title, body, actions }) => ({
      title,
      body,
      button: actions[0]?.text ?? null,
    })),
  );
}

/** Clicks the newest notification with this title. */
export function clickNotification(app: ElectronApplication, title: string): Promise<void> {
  return app.evaluate((_, wanted) => {
    const found = globalThis.witness.notifications.findLast((notification) => notification.title === wanted);
    if (!found) throw new Error(`no notification "${wanted}"`);
    found.emit('click', {});
  }, title);
}

export function trayToolTip(app: ElectronApplication): Promise<string> {
  return app.evaluate(() => globalThis.witness.trays.at(-1)?.toolTip ?? '');
}

/** The tray's icon, as a data URL of twice its size, and its tooltip. */
export function trayLook(app: ElectronApplication): Promise<{ toolTip: string; picture: string | null }> {
  return app.evaluate(() => {
    const face = globalThis.witness.trays.at(-1);
    return { toolTip: face?.toolTip ?? '', picture: face?.image?.toDataURL({ scaleFactor: 2 }) ?? null };
  });
}

/** The labels of the tray's menu, those of submenus after their parent's. */
export function trayLabels(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => {
    const all = (menu: Electron.Menu | null | undefined): string[] =>
      menu?.items.flatMap((item) => [item.label, ...all(item.submenu)]) ?? [];
    return all(globalThis.witness.trays.at(-1)?.menu);
  });
}

/**
 * Clicks an entry of the tray's menu as soon as it is there, by the labels that lead to it; each is the beginning of the one
 * meant. The menu follows a card a moment later.
 */
export async function clickInTray(app: ElectronApplication, ...path: string[]): Promise<void> {
  await expect(() => clickNow(app, path)).toPass({ timeout: 30_000 });
}

function clickNow(app: ElectronApplication, path: string[]): Promise<void> {
  return app.evaluate((_, labels) => {
    let menu: Electron.Menu | null | undefined = globalThis.witness.trays.at(-1)?.menu;
    let item: Electron.MenuItem | undefined;
    for (const label of labels) {
      item = menu?.items.find((candidate) => candidate.label.startsWith(label));
      menu = item?.submenu;
    }
    if (!item) throw new Error(`nothing in the tray's menu at ${labels.join(' > ')}`);
    item.click();
  }, path);
}

export function clickTray(app: ElectronApplication): Promise<void> {
  return app.evaluate(() => {
    globalThis.witness.trays.at(-1)?.tray.emit('click', {}, {}, {});
  });
}

/** The pointer comes to the icon, as Windows and macOS tell. */
export function approachTray(app: ElectronApplication): Promise<void> {
  return app.evaluate(() => {
    globalThis.witness.trays.at(-1)?.tray.emit('mouse-enter', {}, {});
  });
}

/** Whether the panel is on the screen. Its page is no witness: on the stand-in each page thinks that it is. */
export function panelIsVisible(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some(
      (window) => window.isVisible() && window.webContents.getURL().startsWith('app:'),
    ),
  );
}

/** The process of the panel's page dies. */
export function losePanel(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ BrowserWindow }) => {
    const gone: Electron.RenderProcessGoneDetails = { reason: 'crashed', exitCode: 1 };
    for (const { webContents } of BrowserWindow.getAllWindows()) webContents.emit('render-process-gone', {}, gone);
  });
}

/** Whether a window of the app's is on the screen. */
export function anythingIsVisible(app: ElectronApplication): Promise<boolean> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().some((window) => window.isVisible()));
}

/** Everything that main has sent to the panel so far. */
export function toPanel(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => globalThis.witness.toPanel);
}

/** The addresses that the app has handed to the system's browser, oldest first. None was opened. */
export function openedAddresses(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => globalThis.witness.opened);
}

/** Decides ahead what the person chooses in the next dialogs for opening or saving a file; without this they are cancelled. */
export function chooseFiles(app: ElectronApplication, ...paths: string[]): Promise<void> {
  return app.evaluate((_, chosen) => void globalThis.witness.filesToChoose.push(...chosen), paths);
}

/** Decides ahead that the person chooses these together, in one dialog. */
export function chooseTogether(app: ElectronApplication, ...paths: string[]): Promise<void> {
  return app.evaluate((_, chosen) => void globalThis.witness.filesToChoose.push(chosen), paths);
}

/** What the app has asked the person so far, oldest first. */
export function seenQuestions(app: ElectronApplication): Promise<SeenQuestion[]> {
  return app.evaluate(() => globalThis.witness.questions);
}

/**
 * Decides ahead which button the person presses in the app's next own questions; without this they are cancelled. One that is to be
 * answered by `nobody` stays open until the app ends it.
 */
export function answerQuestions(app: ElectronApplication, ...buttons: string[]): Promise<void> {
  return app.evaluate((_, pressed) => void globalThis.witness.answers.push(...pressed), buttons);
}

/** What the file dialogs so far were to show. */
export function seenFileDialogs(
  app: ElectronApplication,
): Promise<(Electron.OpenDialogOptions | Electron.SaveDialogOptions)[]> {
  return app.evaluate(() => globalThis.witness.fileDialogs);
}
