import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, mkdir, open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type DurationMs, SECOND } from '../../core/model/time';
import type { FolderLock, Tenure } from '../../core/storage/ports';
import { errorCode } from './error-code';

const FILE = 'folder.lock';
/** How often a process that waits asks again. */
const PAUSE: DurationMs = 25;
/** Whoever takes the lock again and again makes way for others after so long. */
const RUN: DurationMs = SECOND;

export interface FolderLockOptions {
  /** Absolute. Made when missing, for its owner only. */
  readonly folder: string;
  /** How long to wait for a process that holds the lock; 30 seconds unless told otherwise. */
  readonly patience?: DurationMs;
}

/**
 * A lock on a file of the folder, held by the operating system (fcntl, flock or LockFileEx): it ends with the process that
 * took it, however that ends, so there is no stale lock to tell from a living one, and neither process ids nor clocks
 * matter. In the file stands who was last inside; the file itself stays.
 */
export function createFolderLock(options: FolderLockOptions): FolderLock {
  return new FileLock(options.folder, options.patience ?? 30 * SECOND);
}

type TryLock = (fd: number) => boolean;

/** What became of one try. */
type Try = Tenure | 'taken by another' | 'the file was replaced';

class FileLock implements FolderLock {
  readonly #me = randomBytes(16).toString('hex');
  readonly #path: string;
  /** Whether there could be no lock the last time, so that others may have been here and left no sign. */
  #wasShared = false;
  /** Of the run of takings that follow each other closely. */
  #run = { began: 0, ended: Number.NEGATIVE_INFINITY };

  constructor(
    private readonly folder: string,
    private readonly patience: DurationMs,
  ) {
    this.#path = join(folder, FILE);
  }

  async take(): Promise<Tenure | null> {
    const tryLock = await loadNative();
    if (tryLock === null) return SHARED;
    await this.#makeWay();
    const askedAt = performance.now();
    for (;;) {
      const tried = await this.#try(tryLock).catch(afterError);
      if (tried === SHARED) this.#wasShared = true;
      if (typeof tried === 'object') return tried;
      if (performance.now() - askedAt >= this.patience) return null;
      if (tried === 'taken by another') await wait(PAUSE);
    }
  }

  /** Rejects where there can be no lock: a read-only folder, a file system without locks. */
  async #try(tryLock: TryLock): Promise<Try> {
    const file = await this.#open();
    try {
      if (!tryLock(file.fd)) {
        await file.close();
        return 'taken by another';
      }
      // A lock on a file that somebody has deleted keeps nobody out.
      const [ours, there] = await Promise.all([file.stat(), stat(this.#path).catch(() => null)]);
      if (ours.ino !== there?.ino || ours.dev !== there.dev) {
        await file.close();
        return 'the file was replaced';
      }
      const othersWereHere = await this.#sign(file);
      return { othersWereHere, end: () => this.#end(file) };
    } catch (error) {
      await file.close().catch(() => undefined);
      throw error;
    }
  }

  /** Writes who is inside, unless that stands there. Resolves to whether it was somebody else who was there last. */
  async #sign(file: FileHandle): Promise<boolean> {
    const isUnbroken = !this.#wasShared && (await file.readFile('utf8')) === this.#me;
    if (isUnbroken) return false;
    // An empty file names nobody, so nobody takes it for their own if the disk is too full for the rest.
    await file.truncate(0);
    await file.write(this.#me, 0).catch(() => undefined);
    this.#wasShared = false;
    return true;
  }

  async #open(): Promise<FileHandle> {
    const tryToOpen = () => open(this.#path, constants.O_RDWR | constants.O_CREAT, 0o600);
    try {
      return await tryToOpen();
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      return tryToOpen();
    }
  }

  async #end(file: FileHandle): Promise<void> {
    this.#run.ended = performance.now();
    // Closing gives the lock back.
    await file.close().catch(() => undefined);
  }

  /** Others only look every now and then: who comes back at once would always be there before them. */
  async #makeWay(): Promise<void> {
    const now = performance.now();
    if (now - this.#run.ended > 2 * PAUSE) this.#run.began = now;
    if (now - this.#run.began < RUN) return;
    await wait(3 * PAUSE);
    this.#run.began = performance.now();
  }
}

/** Where no lock can be had, the app works as if it were alone, but for looking each time what others may have done. */
const SHARED: Tenure = { othersWereHere: true, end: async () => undefined };

/** This computer is short of something for a moment; anything else means that the folder takes no lock. */
function afterError(error: unknown): Try {
  return ['EMFILE', 'ENFILE', 'EINTR', 'EBUSY'].includes(errorCode(error)) ? 'taken by another' : SHARED;
}

/** `null` on a system that the native part was not built for. */
async function loadNative(): Promise<TryLock | null> {
  try {
    const { tryLock } = await import('fs-native-extensions');
    return tryLock;
  } catch {
    return null;
  }
}
