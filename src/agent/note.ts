import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { agentFolder } from './address';
import { isPrivate, isPrivateFolder } from './trust';

const FILE = 'agent.json';
const LONGEST = 4096;

/** No version: it says no more than where to ask, and the first message has one. */
const NoteSchema = v.object({
  /** Path of a socket, or name of a pipe. */
  address: v.string(),
  /** 32 bytes in hex; new at each start. Who listens proves with it that they are the one who wrote the note. */
  key: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});

/** Where the keeper of a data folder listens: a small file in the folder, for its owner only. */
export type Note = v.InferOutput<typeof NoteSchema>;

export type FoundNote =
  | { readonly kind: 'note'; readonly note: Note }
  /** Nobody listens. */
  | { readonly kind: 'none' }
  /** Another user could have written it. */
  | { readonly kind: 'not-ours' };

/** Reads the note. Rejects with the system's error when it can neither be read nor known to be absent. */
export async function readNote(dataFolder: string): Promise<FoundNote> {
  const folder = agentFolder(dataFolder);
  try {
    // A link would lead elsewhere, and whoever opens an empty pipe waits.
    const file = await open(join(folder, FILE), constants.O_RDONLY | NO_LINK | NO_WAIT);
    try {
      return (await isPrivateFolder(folder)) ? await readFrom(file) : { kind: 'not-ours' };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'none' };
    if (code === 'ELOOP' || code === 'EACCES' || code === 'EPERM') return { kind: 'not-ours' };
    throw error;
  }
}

// Windows has neither.
const NO_LINK = constants.O_NOFOLLOW ?? 0;
const NO_WAIT = constants.O_NONBLOCK ?? 0;

async function readFrom(file: FileHandle): Promise<FoundNote> {
  const found = await file.stat();
  if (!found.isFile() || !isPrivate(found)) return { kind: 'not-ours' };
  const { buffer, bytesRead } = await file.read(Buffer.alloc(LONGEST), 0, LONGEST, 0);
  const note = parse(buffer.toString('utf8', 0, bytesRead));
  return note ? { kind: 'note', note } : { kind: 'none' };
}

/** Writes the note, whole or not at all. The agent's folder has to be there. Rejects with the system's error. */
export async function writeNote(dataFolder: string, note: Note): Promise<void> {
  const folder = agentFolder(dataFolder);
  const stage = join(folder, `${FILE}.${randomBytes(6).toString('hex')}`);
  try {
    const file = await open(stage, 'wx', 0o600);
    await file.writeFile(JSON.stringify(note)).finally(() => file.close());
    await rename(stage, join(folder, FILE));
  } finally {
    await rm(stage, { force: true });
  }
}

/** Never rejects: a note that stays leads nowhere. */
export async function removeNote(dataFolder: string): Promise<void> {
  await rm(join(agentFolder(dataFolder), FILE), { force: true }).catch(() => undefined);
}

/** `null`: it was cut short, or is of another making. Then nobody can be asked. */
function parse(text: string): Note | null {
  try {
    const checked = v.safeParse(NoteSchema, JSON.parse(text));
    return checked.success ? checked.output : null;
  } catch {
    return null;
  }
}
