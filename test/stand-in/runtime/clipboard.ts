import { refuseTheRest } from './refusal';

type Supported = 'clear' | 'has' | 'read' | 'readText' | 'selection' | 'write' | 'writeText';
type Payload = string | Blob | Electron.ClipboardBookmark;

const BOOKMARK = 'electron application/bookmark';
const RAW = /^electron application\/osclipboard;format="([^"]+)"$/;
const PLAIN = new Set(['text/plain', 'text/html', 'text/rtf', 'image/png', 'image/svg+xml', 'text/uri-list', BOOKMARK]);

function checkType(type: string): string {
  if (PLAIN.has(type) || RAW.test(type) || type.startsWith('web ')) return type;
  throw new TypeError(`Type ${type} not supported on write.`);
}

function isBookmark(payload: Payload): payload is Electron.ClipboardBookmark {
  return typeof payload === 'object' && !(payload instanceof Blob);
}

function toBlob(type: string, payload: string | Blob): Blob {
  return payload instanceof Blob
    ? payload
    : new Blob([payload], { type: RAW.test(type) ? 'application/octet-stream' : type });
}

export class ClipboardItem {
  readonly types: string[];
  private readonly items: ReadonlyMap<string, Payload | Promise<Blob | string>>;

  constructor(items: Record<string, Payload | Promise<Blob | string>>) {
    const entries = Object.entries(items);
    if (entries.length === 0) throw new TypeError('Failed to construct ClipboardItem: Empty dictionary argument');
    this.items = new Map(entries.map(([type, payload]) => [checkType(type), payload]));
    this.types = [...this.items.keys()];
  }

  getType<T extends string>(
    type: T,
  ): Promise<
    string extends T
      ? Blob | Electron.ClipboardBookmark
      : T extends 'electron application/bookmark'
        ? Electron.ClipboardBookmark
        : Blob
  >;
  getType(bookmark: 'electron application/bookmark'): Promise<Electron.ClipboardBookmark>;
  async getType(type: string): Promise<Blob | Electron.ClipboardBookmark> {
    const payload = await this.items.get(type);
    if (payload === undefined) throw new Error(`The type '${type}' was not found`);
    return isBookmark(payload) ? payload : toBlob(type, payload);
  }
}

/** The store is the same as for other programs: there are none. Formats keep their bytes and their order. */
class ClipboardDouble implements Pick<Electron.Clipboard, Supported> {
  private contents = new Map<string, Blob | Electron.ClipboardBookmark>();

  constructor(private readonly selectionClipboard: Electron.Clipboard | undefined) {}

  /** Linux's other clipboard. */
  get selection(): Electron.Clipboard {
    if (!this.selectionClipboard) throw new Error('electron.clipboard.selection.selection is not in the stand-in');
    return this.selectionClipboard;
  }

  clear(): void {
    this.contents = new Map();
  }

  has(mimetype: string): Promise<boolean> {
    return Promise.resolve(this.contents.has(mimetype));
  }

  async read(): Promise<ClipboardItem[]> {
    return this.contents.size === 0 ? [] : [new ClipboardItem(Object.fromEntries(this.contents))];
  }

  async readText(): Promise<string> {
    const text = this.contents.get('text/plain');
    return text instanceof Blob ? text.text() : '';
  }

  /** All formats arrive at once, when the last promised one is there. */
  async write(data: ClipboardItem[]): Promise<void> {
    const contents = new Map<string, Blob | Electron.ClipboardBookmark>();
    for (const item of data) for (const type of item.types) contents.set(type, await item.getType(type));
    this.contents = contents;
  }

  writeText(text: string): Promise<void> {
    return this.write([new ClipboardItem({ 'text/plain': text })]);
  }
}

export const clipboard: Electron.Clipboard = refuseTheRest(
  'Clipboard',
  new ClipboardDouble(refuseTheRest('Clipboard', new ClipboardDouble(undefined), 'clipboard.selection')),
  'clipboard',
);
