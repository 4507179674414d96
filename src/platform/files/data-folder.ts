import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { isAbsolute } from 'node:path';

/**
 * Makes sure a data folder can be used, and returns it. Throws an Error whose message is fit to print.
 * @param flag The one that chooses another.
 */
export function prepareDataFolder(asked: string | null, usual: () => string, flag: string): string {
  const folder = asked ?? usual();
  if (!isAbsolute(folder)) throw new Error(`The data folder must be a full path, and "${folder}" isn't.`);
  try {
    // Only the person who runs the app may look inside; on Windows the profile folder sees to that.
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    throw new Error(`Couldn't create the data folder ${folder}. Choose another with ${flag}=FOLDER.`);
  }
  if (!statSync(folder).isDirectory())
    throw new Error(`The data folder ${folder} isn't a folder. Choose another with ${flag}=FOLDER.`);
  try {
    accessSync(folder, constants.R_OK | constants.W_OK);
  } catch {
    throw new Error(`Can't write to the data folder ${folder}. Check its permissions.`);
  }
  return folder;
}
