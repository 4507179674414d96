import type { EpochMs } from '../../core/model/time';

/** Distinguished Encoding Rules: tag, length, value. Source: ITU-T X.690. */
function encode(tag: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), encodeLength(value.length), value]);
}

export function sequence(...parts: readonly Buffer[]): Buffer {
  return encode(0x30, Buffer.concat(parts));
}

export function set(...parts: readonly Buffer[]): Buffer {
  return encode(0x31, Buffer.concat(parts));
}

/** A positive integer; its first byte must be 1 to 127. */
export function integer(value: Buffer): Buffer {
  return encode(0x02, value);
}

export function bitString(value: Buffer): Buffer {
  return encode(0x03, Buffer.concat([Buffer.of(0), value]));
}

export function octetString(value: Buffer): Buffer {
  return encode(0x04, value);
}

export function utf8String(text: string): Buffer {
  return encode(0x0c, Buffer.from(text));
}

export const NULL = encode(0x05, Buffer.alloc(0));
export const TRUE = encode(0x01, Buffer.of(0xff));

/** An object identifier, such as `2.5.4.3`. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return encode(0x06, Buffer.concat([first * 40 + second, ...rest].map(base128)));
}

/** A time as certificates write it: two digits for the year until 2049 (RFC 5280, section 4.1.2.5). */
export function time(at: EpochMs): Buffer {
  const digits = `${new Date(at).toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
  const isShort = Number(digits.slice(0, 4)) < 2050;
  return isShort ? encode(0x17, Buffer.from(digits.slice(2))) : encode(0x18, Buffer.from(digits));
}

/** `[number]`, around whole values. */
export function explicit(number: number, value: Buffer): Buffer {
  return encode(0xa0 + number, value);
}

/** `[number]`, in place of a plain value's own tag. */
export function implicit(number: number, value: Buffer): Buffer {
  return encode(0x80 + number, value);
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.of(length);
  if (length < 0x100) return Buffer.of(0x81, length);
  return Buffer.of(0x82, length >> 8, length & 0xff);
}

function base128(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}
