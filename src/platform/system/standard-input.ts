import { read } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { isatty } from 'node:tty';
import { promisify } from 'node:util';

/** What came on standard input. */
export type Input =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** Nothing was sent: a person sits at the other end. */
  | { readonly kind: 'terminal' }
  | { readonly kind: 'too-big' };

const STANDARD_INPUT = 0;
const AT_ONCE = 16 * 1024;
const PAUSE = 20;
const readInto = promisify(read);

/**
 * Reads standard input to its end, unless that is a terminal or sends more than `longest` bytes. By its number, since
 * Electron's `process.stdin` is always at its end on Windows. Rejects with the system's error.
 */
export async function readStandardInput(longest: number, input = STANDARD_INPUT): Promise<Input> {
  if (isatty(input)) return { kind: 'terminal' };
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const chunk = await readChunk(input);
    if (chunk.length === 0) return { kind: 'bytes', bytes: Buffer.concat(chunks) };
    chunks.push(chunk);
    size += chunk.length;
    if (size > longest) return { kind: 'too-big' };
  }
}

/** Empty at the end. */
async function readChunk(input: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(AT_ONCE);
  for (;;) {
    try {
      const { bytesRead } = await readInto(input, buffer, 0, buffer.length, null);
      return buffer.subarray(0, bytesRead);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      // On Windows this is how a pipe ends.
      if (code === 'EOF') return new Uint8Array();
      // A pipe that somebody has made not to block, and that is empty for the moment.
      if (code !== 'EAGAIN') throw error;
      await wait(PAUSE);
    }
  }
}
