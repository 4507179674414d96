/**
 * Splits a secret into keychain entries and joins them again: Windows takes at most 2,560 bytes an entry. Each part says which one it is
 * of how many, the secret's serial number and a checksum of the whole, so that a missing, edited or foreign part, and a mixture of two
 * secrets, are known. It guards against accidents: who can write the keychain can replace the token anyway.
 */

/** Largest entry written, in bytes of UTF-8. */
export const MAX_ENTRY_BYTES = 2400;

const HEADER_BYTES = 48;

/** What an entry says of the secret that it is a part of, and its share of it. */
export interface Part {
  readonly serial: number;
  readonly index: number;
  /** Into how many entries the secret was split. */
  readonly count: number;
  readonly sum: string;
  readonly chunk: string;
}

/** Splits well-formed text into one or more entries of at most {@link MAX_ENTRY_BYTES}. */
export function splitSecret(text: string, serial: number): string[] {
  const chunks = chunksOf(text);
  const sum = checksum(text);
  return chunks.map((chunk, index) => `ptt2:${serial}:${index + 1}/${chunks.length}:${sum}:${chunk}`);
}

/** `null` when the entry is none of ours. */
export function readPart(entry: string): Part | null {
  const match = /^ptt2:(\d{1,9}):(\d{1,4})\/(\d{1,4}):([0-9a-f]{14}):/.exec(entry);
  const [header = '', serial, index, count, sum = ''] = match ?? [];
  const chunk = entry.slice(header.length);
  const part = { serial: Number(serial), index: Number(index), count: Number(count), sum, chunk };
  return part.serial >= 1 && part.index >= 1 && part.index <= part.count ? part : null;
}

/** Joins parts in any order; `null` unless exactly one whole secret results. */
export function joinSecret(found: readonly Part[]): { readonly serial: number; readonly text: string } | null {
  const parts = found.toSorted((a, b) => a.index - b.index);
  const [first] = parts;
  if (first?.count !== parts.length) return null;
  const { serial, count, sum } = first;
  const belongs = (part: Part, at: number) =>
    part.index === at + 1 && part.serial === serial && part.count === count && part.sum === sum;
  if (!parts.every(belongs)) return null;
  const text = count === 1 ? first.chunk : parts.map(({ chunk }) => chunk).join('');
  return checksum(text) === sum ? { serial, text } : null;
}

function chunksOf(text: string): string[] {
  // No UTF-16 unit takes more than three bytes.
  if (3 * text.length <= MAX_ENTRY_BYTES - HEADER_BYTES) return [text];
  const encoder = new TextEncoder();
  const room = new Uint8Array(MAX_ENTRY_BYTES - HEADER_BYTES);
  const chunks: string[] = [];
  let rest = text;
  do {
    // As many whole characters as there is room for.
    const { read } = encoder.encodeInto(rest, room);
    chunks.push(rest.slice(0, read));
    rest = rest.slice(read);
  } while (rest !== '');
  return chunks;
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
