import { open } from 'node:fs/promises';
import type { Reply } from '../ipc/contract';
import { answer, refuse } from './replies';

/** A refresh token has a few kilobytes; what is bigger is another file. */
const LONGEST = 64 * 1024;

/** Reads a small text file that holds a secret. What is refused is not repeated. */
export async function readSecretFile(path: string): Promise<Reply<string>> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      if (size > LONGEST) return refuse('This file is too big to hold a refresh token.', 'Choose another file.');
      return answer(decode(await file.readFile()));
    } finally {
      await file.close();
    }
  } catch (error) {
    const isText = !(error instanceof TypeError);
    return isText
      ? refuse('The file could not be read.', 'Check its permissions, or choose another one.')
      : refuse('This is not a text file.', 'Choose a file that holds nothing but the refresh token.');
  }
}

/** PowerShell 5 writes UTF-16 with a mark in front when it sends text to a file. Throws a TypeError for what is no text. */
function decode(bytes: Uint8Array): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8', { fatal: true }).decode(bytes);
}
