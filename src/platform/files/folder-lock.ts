import { constants } from 'node:fs';
import { type FileHandle, open, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import * as v from 'valibot';
import { epochMsSchema } from '../../core/model/schema';
import { type DurationMs, SECOND } from '../../core/model/time';
import type { FolderHolder, FolderLock } from '../../core/storage/ports';
import { ensureFolder, removeStages, writeDurably } from './durable-write';
import { errorCode } from './error-code';

const LOCK = 'folder.lock';
/** A file of its own, since on Windows nobody else can read one that is locked. */
const HOLDER = 'folder.holder.json';
/** How often a process that waits asks again. */
const PAUSE: DurationMs = 50;

export interface FolderLockOptions {
  /** Absolute. Made when missing, for its owner only. */
  readonly folder: string;
  /** How long to wait for a process that has the folder; 30 seconds unless told otherwise. */
  readonly patience?: DurationMs;
}

/**
 * A lock on a file of the folder, held by the operating system (fcntl, flock or LockFileEx) for as long as the keeper lives: it ends
 * with the process that took it, however that ends, so there is no stale lock to tell from a living one, and neither process ids nor
 * clocks matter. Where there can be no lock (a read-only folder, a file system without locks), everybody has the folder.
 */
export function createFolderLock({ folder, patience = 30 * SECOND }: FolderLockOptions): FolderLock {
  return {
    take: async () => {
      const tryLock = await loadNative();
      const askedAt = performance.now();
      for (;;) {
        const taken = await tryToTake(folder, tryLock);
        if (taken) return taken;
        if (performance.now() - askedAt >= patience)
          return { ok: false, holder: await readHolder(join(folder, HOLDER)) };
        await wait(PAUSE);
      }
    },
  };
}

type TryLock = (fd: number) => boolean;
type Taken = Extract<Awaited<ReturnType<FolderLock['take']>>, { ok: true }>;

/** `null`: another process has it, or this computer is short of something for a moment. */
async function tryToTake(folder: string, tryLock: TryLock | null): Promise<Taken | null> {
  if (tryLock === null) return UNLOCKED;
  let file: FileHandle | null = null;
  try {
    await ensureFolder(folder);
    const path = join(folder, LOCK);
    file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
    const lock = file;
    if (tryLock(lock.fd) && (await isInPlace(lock, path))) {
      const holder = join(folder, HOLDER);
      const before = await readHolder(holder);
      const ours: FolderHolder = { processId: process.pid, since: Date.now() };
      await writeHolder(holder, ours);
      const release = async (isClean: boolean) => {
        // What is cut short of it is as good as nothing.
        if (isClean) await writeFile(holder, JSON.stringify({ ...ours, isClean })).catch(() => undefined);
        // Closing gives the lock back.
        await lock.close().catch(() => undefined);
      };
      return { ok: true, release, isClean: before?.isClean ?? false };
    }
    await lock.close();
    return null;
  } catch (error) {
    await file?.close().catch(() => undefined);
    return ['EMFILE', 'ENFILE', 'EINTR', 'EBUSY'].includes(errorCode(error)) ? null : UNLOCKED;
  }
}

const UNLOCKED: Taken = { ok: true, release: async () => undefined, isClean: false };

/** A lock on a file that somebody has deleted keeps nobody out. */
async function isInPlace(file: FileHandle, path: string): Promise<boolean> {
  const [ours, there] = await Promise.all([file.stat(), stat(path).catch(() => null)]);
  return ours.ino === there?.ino && ours.dev === there.dev;
}

/**
 * On disk before anything else is done, so that a process that is killed is not taken for one that left in order. On a full disk or in
 * a read-only folder it is emptied: better nobody's name than that of somebody who has gone.
 */
async function writeHolder(path: string, holder: FolderHolder): Promise<void> {
  try {
    await removeStages(path);
    await writeDurably(path, JSON.stringify(holder));
  } catch {
    await truncate(path).catch(() => undefined);
  }
}

const holderSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    processId: v.pipe(v.number(), v.integer(), v.minValue(1)),
    since: epochMsSchema,
    /** Only once it has given the folder back as clean. */
    isClean: v.optional(v.boolean()),
  }),
);

async function readHolder(path: string): Promise<v.InferOutput<typeof holderSchema> | null> {
  const read = v.safeParse(holderSchema, await readFile(path, 'utf8').catch(() => ''));
  return read.success ? read.output : null;
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
