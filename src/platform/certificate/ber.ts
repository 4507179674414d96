import { Unreadable } from './unreadable';

/** One element of BER, of which DER is the strict form. Windows and older Java write PFX files in BER. */
export interface Element {
  readonly tag: number;
  /** The whole element, tag and length included. */
  readonly raw: Buffer;
  readonly content: Buffer;
}

export const TAG = {
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  sequence: 0x30,
  /** Context-specific 0, constructed. */
  context0: 0xa0,
} as const;

const CONSTRUCTED = 0x20;
const DEEPEST = 32;

/** The one element that `bytes` begin with; what follows it is not looked at. Throws {@link Unreadable}, `damaged`. */
export function readElement(bytes: Buffer): Element {
  return readAt(bytes, 0, 0);
}

/** The elements inside a constructed one. Throws {@link Unreadable}, `damaged`. */
export function childrenOf(element: Element): Element[] {
  if ((element.tag & CONSTRUCTED) === 0) throw new Unreadable('damaged');
  const children: Element[] = [];
  for (let at = 0; at < element.content.length; ) {
    const child = readAt(element.content, at, 0);
    children.push(child);
    at += child.raw.length;
  }
  return children;
}

/** The bytes of an OCTET STRING, also of one in pieces, and also of one that another tag stands for. */
export function octetsOf(element: Element | undefined, depth = 0): Buffer {
  if (element === undefined || depth > DEEPEST) throw new Unreadable('damaged');
  if ((element.tag & CONSTRUCTED) === 0) return element.content;
  return Buffer.concat(childrenOf(element).map((child) => octetsOf(child, depth + 1)));
}

/** An OBJECT IDENTIFIER in dotted form. */
export function oidOf(element: Element | undefined): string {
  const bytes = expectTag(element, TAG.oid).content;
  const arcs: number[] = [];
  let arc = 0;
  for (const byte of bytes) {
    arc = arc * 128 + (byte & 0x7f);
    if (!Number.isSafeInteger(arc)) throw new Unreadable('damaged');
    if (byte & 0x80) continue;
    arcs.push(arc);
    arc = 0;
  }
  const [first = 0, ...rest] = arcs;
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...rest].join('.');
}

/** A small INTEGER, not negative; a larger one is `Infinity`. */
export function integerOf(element: Element | undefined): number {
  const { content } = expectTag(element, TAG.integer);
  const value = content.reduce((sum, byte) => sum * 256 + byte, 0);
  return Number.isSafeInteger(value) ? value : Number.POSITIVE_INFINITY;
}

/** The element, if it is there and has this tag. Throws {@link Unreadable}, `damaged`. */
export function expectTag(element: Element | undefined, tag: number): Element {
  if (element?.tag !== tag) throw new Unreadable('damaged');
  return element;
}

/** Source: ITU-T X.690, section 8.1. Tags of more than one byte do not occur in what is read here. */
function readAt(bytes: Buffer, start: number, depth: number): Element {
  const tag = bytes[start];
  const first = bytes[start + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > DEEPEST)
    throw new Unreadable('damaged');
  if (first === 0x80) return readUntilEnd(bytes, start, tag, depth);
  const more = first & 0x80 ? first & 0x7f : 0;
  const from = start + 2 + more;
  if (more > 4 || from > bytes.length) throw new Unreadable('damaged');
  const length = more === 0 ? first : bytes.readUIntBE(start + 2, more);
  if (from + length > bytes.length) throw new Unreadable('damaged');
  return { tag, raw: bytes.subarray(start, from + length), content: bytes.subarray(from, from + length) };
}

/** The indefinite form: elements up to one that is 00 00. */
function readUntilEnd(bytes: Buffer, start: number, tag: number, depth: number): Element {
  if ((tag & CONSTRUCTED) === 0) throw new Unreadable('damaged');
  let at = start + 2;
  while (!(bytes[at] === 0 && bytes[at + 1] === 0)) at += readAt(bytes, at, depth + 1).raw.length;
  return { tag, raw: bytes.subarray(start, at + 2), content: bytes.subarray(start + 2, at) };
}
