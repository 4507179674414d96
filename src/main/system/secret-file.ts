import type { Reply } from '../../ipc/contract';
import { answer, refuse } from '../wording/replies';
import type { ChosenFile } from './file-dialogs';

/** A refresh token has a few kilobytes; what has more bytes than this is something else. */
export const LONGEST_SECRET = 64 * 1024;

/** The text of a small file that holds a secret. What is refused is not repeated. */
export function readSecretFile({ content }: ChosenFile): Reply<string> {
  if (content.length > LONGEST_SECRET)
    return refuse('This file is too big to hold a refresh token.', 'Choose another file.');
  const text = decodeSecret(content);
  if (text === null)
    return refuse('This is not a text file.', 'Choose a file that holds nothing but the refresh token.');
  return answer(text);
}

/** The text that bytes stand for, without a mark in front; `null`: they are no text. PowerShell 5 writes UTF-16 with a mark when it sends text to a file. */
export function decodeSecret(bytes: Uint8Array): string | null {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  try {
    return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
