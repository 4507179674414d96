import { decodeText } from '../../core/validation/decode-text';
import type { Reply } from '../../ipc/contract';
import { answer, refuse } from '../wording/replies';
import type { ChosenFile } from './file-dialogs';

/** A refresh token has a few kilobytes; what has more bytes than this is something else. */
export const LONGEST_SECRET = 64 * 1024;

/** The text of a small file that holds a secret. What is refused is not repeated. */
export function readSecretFile({ content }: ChosenFile): Reply<string> {
  if (content.length > LONGEST_SECRET)
    return refuse('This file is too large for a refresh token.', 'Choose another file.');
  const text = decodeText(content);
  if (text === null) return refuse("This isn't a text file.", 'Choose a file that contains only the refresh token.');
  return answer(text);
}
