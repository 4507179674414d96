/**
 * Splits a secret into keychain entries and joins them again. Windows Credential Manager takes at most 2,560 bytes an
 * entry, and refresh tokens are 1 to 2.5 KB and growing. Each part says which one it is, how many there are, the secret's serial
 * number and a checksum of the whole, so that a missing, edited or foreign part, and a mixture of two secrets, are known. The
 * checksum guards against accidents, not against an attacker: who can write the keychain can replace the token anyway.
 */

/** Largest entry written, in bytes of UTF-8. */
export const MAX_ENTRY_BYTES = 2400;

const FORMAT = 'ptt2';
const HEADER_BYTES = 48;

/** What an entry says of the secret that it is a part of. */
export interface PartHeader {
  readonly serial: number;
  /** Into how many entries the secret was split. */
  readonly count: number;
}

/** Splits well-formed text into one or more entries of at most {@link MAX_ENTRY_BYTES}. */
export function splitSecret(text: string, serial: number): string[] {
  const chunks = chunkByBytes(text, MAX_ENTRY_BYTES - HEADER_BYTES);
  const sum = checksum(text);
  return chunks.map((chunk, index) => `${FORMAT}:${serial}:${index + 1}/${chunks.length}:${sum}:${chunk}`);
}

/** `null` when the entry is none of ours. */
export function headerOf(entry: string): PartHeader | null {
  return readPart(entry);
}

/** Joins entries in any order; `null` unless exactly one whole secret results. */
export function joinSecret(entries: readonly string[]): { readonly serial: number; readonly text: string } | null {
  const parts = entries.map(readPart);
  const first = parts[0];
  if (!first || first.count !== entries.length) return null;
  const chunks = new Array<string | undefined>(first.count).fill(undefined);
  for (const part of parts) {
    if (!part || part.count !== first.count || part.sum !== first.sum || part.serial !== first.serial) return null;
    if (chunks[part.index - 1] !== undefined) return null;
    chunks[part.index - 1] = part.chunk;
  }
  const text = chunks.join('');
  return checksum(text) === first.sum ? { serial: first.serial, text } : null;
}

interface Part extends PartHeader {
  readonly index: number;
  readonly sum: string;
  readonly chunk: string;
}

function readPart(entry: string): Part | null {
  const match = /^ptt2:(\d{1,9}):(\d{1,4})\/(\d{1,4}):([0-9a-f]{14}):/.exec(entry);
  if (!match) return null;
  const [header, serial, index, count, sum] = match;
  if (serial === undefined || index === undefined || count === undefined || sum === undefined) return null;
  const numbers = { serial: Number(serial), index: Number(index), count: Number(count) };
  const isPossible = numbers.serial >= 1 && numbers.index >= 1 && numbers.index <= numbers.count;
  return isPossible ? { ...numbers, sum, chunk: entry.slice(header.length) } : null;
}

function chunkByBytes(text: string, limit: number): string[] {
  // A UTF-16 unit takes at most three bytes of UTF-8.
  if (text.length * 3 <= limit) return [text];
  const chunks: string[] = [];
  let start = 0;
  let bytes = 0;
  let at = 0;
  for (const character of text) {
    const size = utf8Length(character.codePointAt(0) ?? 0);
    if (bytes + size > limit) {
      chunks.push(text.slice(start, at));
      start = at;
      bytes = 0;
    }
    bytes += size;
    at += character.length;
  }
  chunks.push(text.slice(start));
  return chunks;
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** 53 bits, as 14 hex digits: two interleaved 32-bit multiplicative hashes over UTF-16 code units ("cyrb53", public domain). */
function checksum(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return hex(low & 0x1fffff, 6) + hex(high, 8);
}

/** In two halves: numbers of more than 32 bits are put into digits far more slowly. */
function hex(bits: number, digits: number): string {
  return (bits >>> 0).toString(16).padStart(digits, '0');
}
