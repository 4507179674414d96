/**
 * The text that the bytes of a file or of standard input stand for, without the byte order mark that Windows' editors (UTF-8)
 * and PowerShell 5 (UTF-16) put in front; `null`: they are no text.
 */
export function decodeText(bytes: Uint8Array): string | null {
  const mark = `${bytes[0]} ${bytes[1]}`;
  const encoding = mark === '255 254' ? 'utf-16le' : mark === '254 255' ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
