import type { Reply } from '../ipc/contract';
import type { ChosenFile } from './file-dialogs';
import { answer, refuse } from './replies';

/** A refresh token has a few kilobytes; what is bigger is another file. */
const LONGEST = 64 * 1024;

/** The text of a small file that holds a secret. What is refused is not repeated. */
export function readSecretFile({ content }: ChosenFile): Reply<string> {
  if (content.length > LONGEST) return refuse('This file is too big to hold a refresh token.', 'Choose another file.');
  try {
    return answer(decode(content));
  } catch {
    return refuse('This is not a text file.', 'Choose a file that holds nothing but the refresh token.');
  }
}

/** PowerShell 5 writes UTF-16 with a mark in front when it sends text to a file. Throws a TypeError for what is no text. */
function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
}
