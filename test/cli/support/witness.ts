import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Place } from '../../e2e/leaks';

/** What others could read while commands ran. */
export interface Witness {
  /** Looks now: at the arguments and the environment of every process that this one has started, however indirectly, and at files. */
  look(): void;
  /** All that was seen, each text once. */
  seen(): Place[];
  /** The environments of the programs that were to have tokens. */
  given(): Place[];
  stop(): void;
}

export interface Watched {
  /** Folders whose files are read. */
  readonly folders: readonly string[];
  /** Files in them that are to hold secrets. */
  readonly except: (file: string) => boolean;
  /** Whether a process, by its arguments, is one that is to have secrets in its environment. */
  readonly mayHave: (args: readonly string[]) => boolean;
  /** Whether somebody has given it a secret as an argument, to see what comes of it. */
  readonly isGiven: (args: readonly string[]) => boolean;
}

/** So often besides, in milliseconds: not every command calls the cloud. */
const EVERY = 80;

/**
 * Looks again and again, at once when it is told to. Arguments and environment come to a process from who starts it, so processes that
 * nobody here has started are left alone. Linux only.
 */
export function watchLeaks({ folders, except, mayHave, isGiven }: Watched): Witness {
  const seen = new Map<string, Place>();
  const given = new Map<string, Place>();
  const note = (into: Map<string, Place>, name: string, content: Buffer) => {
    const key = `${name}\n${content.toString('latin1')}`;
    if (!into.has(key)) into.set(key, { name, content });
  };
  const look = () => {
    for (const pid of descendants()) {
      // In this order: a process that has just begun shows those of who started it, and is not to be taken for that one.
      const environment = read(`/proc/${pid}/environ`);
      const line = read(`/proc/${pid}/cmdline`);
      const args = line.toString().split('\0');
      // Not its number, which differs from one to the next that does the same.
      const who = args
        .slice(0, 4)
        .map((arg) => basename(arg).slice(0, 20))
        .join(' ');
      if (!isGiven(args)) note(seen, `the arguments of ${who}`, line);
      note(mayHave(args) ? given : seen, `the environment of ${who}`, environment);
    }
    for (const file of folders.flatMap(filesUnder)) if (!except(file)) note(seen, file, read(file));
  };
  const again = setInterval(look, EVERY);
  return {
    look,
    seen: () => [...seen.values()],
    given: () => [...given.values()],
    stop: () => clearInterval(again),
  };
}

/** Every process that this one has started, or that those have. */
function descendants(): number[] {
  const children = new Map<number, number[]>();
  for (const name of list('/proc').filter((entry) => /^\d+$/.test(entry))) {
    // The name of the program, in parentheses, may hold anything.
    const parent = Number(/.*\) \S (\d+)/s.exec(read(`/proc/${name}/stat`).toString())?.[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(process.pid);
}

function filesUnder(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch {
    return [];
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty: it has gone meanwhile. */
function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}
