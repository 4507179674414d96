import { shell } from 'electron';
import { errorPage } from '../../core/failures/explain';
import type { Reply } from '../../ipc/contract';
import { DONE, refuse } from '../wording/replies';

/** Opens Entra ID's own page about a code, in the person's own browser. */
export async function openErrorPage(code: number): Promise<Reply> {
  const url = errorPage(code);
  try {
    await shell.openExternal(url);
    return DONE;
  } catch {
    return refuse("Couldn't open a browser.", `Open ${url} in a browser.`);
  }
}
