import { mkdir, readFile, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { writeDurably } from '../files/durable-write';
import { errorCode } from '../files/error-code';

/** A program with its arguments, as it is to be started. */
export type Command = readonly [program: string, ...args: string[]];

/** Where the desktop looks for what it starts at login. Source: freedesktop.org, "XDG Base Directory Specification". */
export function autostartFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const { XDG_CONFIG_HOME: config } = env;
  return join(config && isAbsolute(config) ? config : join(home, '.config'), 'autostart');
}

/**
 * An entry that starts a command at login. Throws when the command has a character that no entry can hold.
 * Source: freedesktop.org, "Desktop Application Autostart Specification".
 */
export function autostartEntry(name: string, command: Command): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${name}`,
    `Exec=${execLine(command)}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

/** Whether an entry starts this command, as far as the desktop is asked to. */
export function startsCommand(entry: string, command: Command): boolean {
  const keys = mainKeysOf(entry);
  const isOff = keys.get('Hidden') === 'true' || keys.get('X-GNOME-Autostart-enabled') === 'false';
  return !isOff && keys.get('Exec') === execLine(command);
}

/** The text of an entry, or `null` when there is none. Rejects with the system's error. */
export async function readAutostart(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return null;
    throw error;
  }
}

/** Rejects with the system's error; then the entry is as it was. */
export async function writeAutostart(folder: string, file: string, entry: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeDurably(join(folder, file), entry);
}

export async function removeAutostart(path: string): Promise<void> {
  await rm(path, { force: true });
}

/**
 * Each argument in quotes, with what is special inside them escaped; then the whole as a string of the file, where a backslash is
 * written twice. Source: freedesktop.org, "Desktop Entry Specification", "The Exec key".
 */
function execLine(command: Command): string {
  const quoted = command.map((argument) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    if (/[\x00-\x1f\x7f]/.test(argument)) throw new Error('a control character in a command');
    return `"${argument.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  });
  return quoted.join(' ').replaceAll('\\', '\\\\');
}

/** The keys of the one group that counts. */
function mainKeysOf(entry: string): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  let isMain = false;
  for (const line of entry.split(/\r?\n/)) {
    if (line.startsWith('[')) isMain = line.trim() === '[Desktop Entry]';
    const [, key, value] = /^([A-Za-z0-9-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (isMain && key !== undefined && value !== undefined) keys.set(key, value.trimEnd());
  }
  return keys;
}
