import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BrowserWindow, dialog, systemPreferences } from 'electron';
import type { Choice, Question } from '../wording/questions';
import { lockedWindow } from './locked-down';
import { isVerified } from './user-verification';

/** A file that a person chose: its name without the folder, and its content. */
export interface ChosenFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** What to ask for. */
export interface FileQuestion {
  readonly title: string;
  /** What such files are called in the dialog's filter. */
  readonly kind: string;
  readonly extensions: readonly string[];
  readonly several: boolean;
}

/** Where to save what. */
export interface SaveQuestion {
  readonly title: string;
  /** The file's name, unless the person chooses another. */
  readonly suggestion: string;
  /** What such files are called in the dialog's filter. */
  readonly kind: string;
  readonly extension: string;
}

/** Nothing that is asked for here is longer; whoever reads a longer one finds it too big. */
const MOST_BYTES = 256 * 1024 + 1;
/** A certificate, its issuers and its key can be in a file each. */
const MOST_FILES = 10;

/** The system's dialogs: for files, and for questions that no page can answer in the person's place. */
export class Dialogs {
  #open = 0;
  #isAsking = false;

  /** One of them has the focus now, which the panel must not take for having been left. */
  get anyOpen(): boolean {
    return this.#open > 0;
  }

  /** Asks whether to go on. While it is open, other questions are answered with no. */
  async confirm({ message, detail, yes }: Question): Promise<boolean> {
    if (this.#isAsking) return false;
    this.#isAsking = true;
    const asked = this.#whileOpen(() =>
      dialog.showMessageBox({
        type: 'warning',
        message,
        detail,
        buttons: [yes, 'Cancel'],
        defaultId: 1,
        cancelId: 1,
        noLink: true,
      }),
    );
    const { response } = await asked.finally(() => {
      this.#isAsking = false;
    });
    return response === 0;
  }

  /**
   * Asks for a choice, whatever else is being asked; `null`: no. It may take as long as the person likes, and ends with the signal.
   */
  choose<C extends string>({ message, detail, choices, no }: Choice<C>, signal: AbortSignal): Promise<C | null> {
    return this.#whileOpen(async () => {
      if (signal.aborted) return null;
      const buttons = [...choices, no];
      const refusing = choices.length;
      const options = {
        ...{ type: 'question' as const, message, detail, buttons, signal, noLink: true },
        ...{ defaultId: refusing, cancelId: refusing },
      };
      const parent = parentOfQuestion();
      const { response } = await (parent
        ? dialog.showMessageBox(parent, options)
        : dialog.showMessageBox(options)
      ).finally(() => parent?.destroy());
      return choices[response] ?? null;
    });
  }

  /** Has the system check that it's the person who is signed in, where it can. `reason` follows "Partner Token Tray is trying to". */
  verifyPerson(reason: string): Promise<boolean> {
    return this.#whileOpen(() => isVerified(process.platform, systemPreferences, reason));
  }

  /** As {@link confirm}, and then has the system check who says so, where it can. */
  async confirmInPerson(question: Question): Promise<boolean> {
    if (!(await this.confirm(question))) return false;
    return this.verifyPerson(question.yes.toLowerCase());
  }

  /** Asks where to save something; the system asks before a file that exists is named. `null`: canceled. */
  askWhereToSave({ title, suggestion, kind, extension }: SaveQuestion): Promise<string | null> {
    return this.#whileOpen(async () => {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title,
        defaultPath: suggestion,
        filters: [{ name: kind, extensions: [extension] }],
        properties: ['showOverwriteConfirmation', 'dontAddToRecent'],
      });
      return canceled ? null : filePath;
    });
  }

  /** Asks for a file, or for several, and reads them; nothing was chosen: none. Rejects when one cannot be read. */
  askForFiles({ title, kind, extensions, several }: FileQuestion): Promise<readonly ChosenFile[]> {
    return this.#whileOpen(async () => {
      const { canceled, filePaths } = await dialog.showOpenDialog({
        title,
        filters: [
          { name: kind, extensions: [...extensions] },
          { name: 'All files', extensions: ['*'] },
        ],
        properties: ['openFile', 'dontAddToRecent', ...(several ? (['multiSelections'] as const) : [])],
      });
      const chosen = canceled ? [] : filePaths.slice(0, MOST_FILES);
      return await Promise.all(chosen.map(readStart));
    });
  }

  async #whileOpen<T>(job: () => Promise<T>): Promise<T> {
    this.#open += 1;
    try {
      return await job();
    } finally {
      this.#open -= 1;
    }
  }
}

/**
 * A Mac shows a question without a window by standing still until it's answered, and then nothing can end it. Source: Electron's
 * documentation, `dialog.showMessageBox`, "signal".
 */
function parentOfQuestion(): BrowserWindow | null {
  if (process.platform !== 'darwin') return null;
  return lockedWindow({
    ...{ width: 480, height: 40, title: 'Partner Token Tray', alwaysOnTop: true },
    ...{ resizable: false, minimizable: false, maximizable: false, fullscreenable: false, closable: false },
    webPreferences: {},
  });
}

async function readStart(path: string): Promise<ChosenFile> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    return { name: basename(path), content: buffer.subarray(0, bytesRead) };
  } finally {
    await file.close();
  }
}
