import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { dialog, systemPreferences } from 'electron';
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

/** Nothing that is asked for here is longer; whoever reads a longer one finds it too big. */
const MOST_BYTES = 256 * 1024 + 1;
/** A certificate, its issuers and its key can be in a file each. */
const MOST_FILES = 10;

/** What to ask before something that cannot be taken back. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  /** The button that says yes. The other one, which is the default, cancels. */
  readonly yes: string;
}

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

  /** As {@link confirm}, and then has the system check who says so, where it can. */
  async confirmInPerson(question: Question): Promise<boolean> {
    if (!(await this.confirm(question))) return false;
    return this.#whileOpen(() => isVerified(process.platform, systemPreferences, question.yes.toLowerCase()));
  }

  /** Asks where to save a token; the system asks before a file that exists is named. `null`: canceled. */
  askWhereToSave(suggestion: string): Promise<string | null> {
    return this.#whileOpen(async () => {
      const { canceled, filePath } = await dialog.showSaveDialog({
        title: 'Save the refresh token',
        defaultPath: suggestion,
        filters: [{ name: 'Text', extensions: ['txt'] }],
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

async function readStart(path: string): Promise<ChosenFile> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(MOST_BYTES), 0, MOST_BYTES, 0);
    return { name: basename(path), content: buffer.subarray(0, bytesRead) };
  } finally {
    await file.close();
  }
}
