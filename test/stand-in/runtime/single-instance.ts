import {
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

interface SecondInstance {
  readonly argv: string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

/** A process, told apart from a later one with the same number by when it started. */
function identify(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
  } catch {
    return undefined;
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const startedAt = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${pid}-${startedAt}`;
  } catch {
    return `${pid}`;
  }
}

/** One lock per data folder, as Chromium's SingletonLock: a link that names its holder, and a mailbox for those who come later. */
export class SingleInstanceLock {
  private watcher: FSWatcher | undefined;
  private folder: string | undefined;

  /** @returns whether this process holds the lock; when not, the holder is told. */
  acquire(userData: string, me: SecondInstance, onSecondInstance: (other: SecondInstance) => void): boolean {
    if (this.folder === userData) return true;
    mkdirSync(userData, { recursive: true });
    const mailbox = join(userData, 'SingletonMailbox');
    mkdirSync(mailbox, { recursive: true });
    if (!this.takeLink(join(userData, 'SingletonLock'))) {
      const letter = join(mailbox, `${process.pid}-${Date.now()}`);
      writeFileSync(`${letter}.part`, JSON.stringify(me));
      renameSync(`${letter}.part`, `${letter}.json`);
      return false;
    }
    this.folder = userData;
    const read = (): void => {
      for (const name of readdirSync(mailbox)) {
        if (!name.endsWith('.json')) continue;
        const file = join(mailbox, name);
        const letter: SecondInstance = JSON.parse(readFileSync(file, 'utf8'));
        rmSync(file);
        onSecondInstance(letter);
      }
    };
    for (const name of readdirSync(mailbox)) rmSync(join(mailbox, name), { force: true });
    this.watcher = watch(mailbox, () => read());
    this.watcher.unref();
    return true;
  }

  holds(userData: string): boolean {
    return this.folder === userData;
  }

  release(): void {
    this.watcher?.close();
    if (this.folder) rmSync(join(this.folder, 'SingletonLock'), { force: true });
    this.folder = undefined;
  }

  private takeLink(link: string): boolean {
    const me = identify(process.pid) ?? `${process.pid}`;
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        symlinkSync(me, link);
        return true;
      } catch {
        const holder = this.holderOf(link);
        if (holder !== undefined && identify(Number(holder.split('-')[0])) === holder) return holder === me;
        rmSync(link, { force: true });
      }
    }
    return false;
  }

  private holderOf(link: string): string | undefined {
    try {
      return readlinkSync(link);
    } catch {
      return undefined;
    }
  }
}
