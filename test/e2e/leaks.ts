import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright/test';
import type { WholeApp } from './app';
import { toPanel } from './witness';

/** A place to search, by name. */
export interface Place {
  readonly name: string;
  readonly content: Buffer;
}

/** A place that holds a piece of a secret. Neither is shown: the report must not leak either. */
export interface Leak {
  readonly place: string;
  readonly secret: string;
}

/** Shorter pieces than this occur by chance. */
const PIECE = 16;

/** Searches places for each secret, whole and in pieces of 16 characters, in UTF-8 and UTF-16. */
export function findLeaks(secrets: ReadonlyMap<string, string>, places: readonly Place[]): Leak[] {
  const pieces = piecesOf(secrets);
  return places.flatMap(({ name, content }) => {
    const narrow = content.includes(0) ? [content, Buffer.from(content.filter((byte) => byte !== 0))] : [content];
    const found = new Set(narrow.flatMap((bytes) => [...secretsIn(bytes, pieces)]));
    return [...found].map((secret) => ({ place: name, secret }));
  });
}

type Pieces = ReadonlyMap<number, readonly { readonly bytes: Buffer; readonly secret: string }[]>;

/** Every piece at every offset, by a hash of its bytes. */
function piecesOf(secrets: ReadonlyMap<string, string>): Pieces {
  const pieces = new Map<number, { bytes: Buffer; secret: string }[]>();
  for (const [secret, value] of secrets) {
    const whole = Buffer.from(value, 'utf8');
    if (whole.length < PIECE) throw new Error(`${secret} is too short to look for`);
    for (let at = 0; at + PIECE <= whole.length; at += 1) {
      const bytes = whole.subarray(at, at + PIECE);
      const hash = hashOf(bytes, 0);
      pieces.set(hash, [...(pieces.get(hash) ?? []), { bytes, secret }]);
    }
  }
  return pieces;
}

/** Rolls one hash along, so that a heap of 50 MB takes a second or two. */
function secretsIn(content: Buffer, pieces: Pieces): Set<string> {
  const found = new Set<string>();
  if (content.length < PIECE) return found;
  let hash = hashOf(content, 0);
  for (let at = 0; ; at += 1) {
    for (const { bytes, secret } of pieces.get(hash) ?? [])
      if (bytes.equals(content.subarray(at, at + PIECE))) found.add(secret);
    if (at + PIECE >= content.length) return found;
    hash = (Math.imul(hash - Math.imul(content[at] ?? 0, HIGHEST), FACTOR) + (content[at + PIECE] ?? 0)) | 0;
  }
}

const FACTOR = 16_777_619;
const HIGHEST = Array.from({ length: PIECE - 1 }).reduce<number>((power) => Math.imul(power, FACTOR), 1);

function hashOf(content: Buffer, at: number): number {
  let hash = 0;
  for (let offset = 0; offset < PIECE; offset += 1) hash = (Math.imul(hash, FACTOR) + (content[at + offset] ?? 0)) | 0;
  return hash;
}

/** Everything that the app leaves where others could read it: files, prints, messages, the panel's page and memory. */
export async function placesOf(tray: WholeApp): Promise<Place[]> {
  const panel = await tray.panel();
  const messages = await toPanel(tray.electron);
  return [
    ...(await filesUnder(tray.dataFolder)),
    { name: 'what the app printed', content: Buffer.from(tray.printed()) },
    { name: 'messages to the panel', content: Buffer.from(messages.join('\n')) },
    { name: "the panel's page", content: Buffer.from(await pageOf(panel)) },
    { name: "the panel's memory", content: await memoryOf(panel) },
    ...(await processOf(tray)),
  ];
}

async function filesUnder(folder: string): Promise<Place[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (name) => ({ name, content: await readFile(name).catch(() => Buffer.alloc(0)) })));
}

/** The document, what is typed into it, and what the page keeps. */
async function pageOf(panel: Page): Promise<string> {
  const cookies = await panel.context().cookies();
  const kept = await panel.evaluate(async () => ({
    document: document.documentElement.outerHTML,
    values: [...document.querySelectorAll('input, textarea')].map((field) => Reflect.get(field, 'value')),
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: await indexedDB.databases(),
    address: location.href,
    history: JSON.stringify(history.state),
  }));
  return JSON.stringify([kept, cookies]);
}

/** Every string in the page's JavaScript heap, after a collection of what is no longer used. */
async function memoryOf(panel: Page): Promise<Buffer> {
  const session: CDPSession = await panel.context().newCDPSession(panel);
  const chunks: Buffer[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(Buffer.from(chunk)));
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return Buffer.concat(chunks);
}

/** What other programs of the same person see of the process. */
async function processOf(tray: WholeApp): Promise<Place[]> {
  if (process.platform !== 'linux') return [];
  const { pid } = tray.electron.process();
  return Promise.all(
    ['cmdline', 'environ'].map(async (file) => ({ name: file, content: await readFile(`/proc/${pid}/${file}`) })),
  );
}
