import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** An entry of an archive's header (electron/asar, README "Format"). */
interface Entry {
  readonly files?: Readonly<Record<string, Entry>>;
  readonly link?: string;
  readonly offset?: string;
  readonly size?: number;
  readonly unpacked?: boolean;
  readonly executable?: boolean;
}

const PREFIX = 'stand-in-app-';
/** Names the archive that a folder was unpacked from. */
const MARK = '.unpacked-from';

function readBytes(file: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  readSync(file, bytes, 0, length, position);
  return bytes;
}

function readHeader(file: number): { root: Entry; dataStart: number } {
  const sizes = readBytes(file, 0, 16);
  const dataStart = 8 + sizes.readUInt32LE(4);
  const root: Entry = JSON.parse(readBytes(file, 16, sizes.readUInt32LE(12)).toString('utf8'));
  return { root, dataStart };
}

function extract(archive: string, target: string): void {
  const file = openSync(archive, 'r');
  try {
    const { root, dataStart } = readHeader(file);
    const put = (entry: Entry, path: string): void => {
      const to = join(target, path);
      if (entry.files) {
        mkdirSync(to, { recursive: true });
        for (const [name, inner] of Object.entries(entry.files)) put(inner, join(path, name));
      } else if (entry.link !== undefined) symlinkSync(join(target, entry.link), to);
      else if (entry.unpacked) copyFileSync(join(`${archive}.unpacked`, path), to);
      else
        writeFileSync(to, readBytes(file, dataStart + Number(entry.offset), entry.size ?? 0), {
          mode: entry.executable ? 0o755 : 0o644,
        });
    };
    put(root, '');
  } finally {
    closeSync(file);
  }
}

/** Removes what was unpacked from archives that are gone. */
function removeOrphans(): void {
  for (const name of readdirSync(tmpdir())) {
    const mark = join(tmpdir(), name, MARK);
    if (name.startsWith(PREFIX) && existsSync(mark) && !existsSync(readFileSync(mark, 'utf8'))) {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    }
  }
}

/**
 * Unpacks an archive once, into a folder for temporary files, and returns that folder.
 * Node cannot read inside an archive as Electron can; hence `app.getAppPath()` is that folder here.
 */
export function unpackAsar(archive: string): string {
  const file = openSync(archive, 'r');
  const { size, mtimeMs } = fstatSync(file);
  closeSync(file);
  const key = createHash('sha256').update(`${archive}\n${size}\n${mtimeMs}`).digest('hex').slice(0, 16);
  const target = join(tmpdir(), `${PREFIX}${key}`);
  if (existsSync(target)) return target;
  removeOrphans();
  const partial = `${target}.${process.pid}`;
  mkdirSync(dirname(partial), { recursive: true });
  extract(archive, partial);
  writeFileSync(join(partial, MARK), archive);
  try {
    renameSync(partial, target);
  } catch {
    // Another process was faster.
    rmSync(partial, { recursive: true, force: true });
  }
  return target;
}
