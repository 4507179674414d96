import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Bytes after which a new file is begun; the one before is kept, so the log never takes more than twice this. */
const LARGEST = 256 * 1024;

/** What may be told of an event: words of our own, never free text. */
export interface LogDetail {
  /** An error's class name, a failure's code, a method's name. */
  readonly code?: string;
  readonly connection?: string;
}

/** Writes a line for support. Cannot fail. */
export type Log = (event: string, detail?: LogDetail) => void;

/**
 * A log that holds nothing secret by construction: every value must look like a name, a code or an ID, and anything else
 * is replaced whole. Lines: time, event, details.
 */
export function createLog(file: string, now: () => number = Date.now): Log {
  let broken = false;
  return (event, detail = {}) => {
    if (broken) return;
    const fields = Object.entries(detail).map(([key, value]) => `${key}=${printable(value)}`);
    const line = [new Date(now()).toISOString(), printable(event), ...fields].join(' ');
    try {
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      if (sizeOf(file) > LARGEST) renameSync(file, `${file}.old`);
      appendFileSync(file, `${line}\n`, { mode: 0o600 });
    } catch {
      // A full disk must not stop the app; one try is enough.
      broken = true;
    }
  };
}

/** The last lines of a log, oldest first; none when it can't be read. */
export async function lastLines(file: string, most: number): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .slice(-most);
}

/** An error as the log may know it: class name and, where there is one, code. Its message may hold anything. */
export function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code === 'string' || typeof code === 'number' ? `${error.name}:${code}` : error.name;
}

const ID = /^[0-9a-f]{32}$/;
const WORDS = /^[A-Za-z][A-Za-z0-9/:._-]{0,47}$/;

function printable(value: string): string {
  return ID.test(value) || WORDS.test(value) ? value : '[withheld]';
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
