/**
 * Tag, length, value: the one writer of DER, for tests and for `npm run practice`. Source: ITU-T X.690, sections 8.1 and 10.1;
 * values below 16 MB.
 */
export function tlv(tag: number, ...values: readonly Buffer[]): Buffer {
  const value = Buffer.concat(values);
  const { length } = value;
  const long = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
  const size = Buffer.alloc(length < 0x80 ? 1 : long + 1, 0x80 + long);
  size.writeUIntBE(length, length < 0x80 ? 0 : 1, length < 0x80 ? 1 : long);
  return Buffer.concat([Buffer.of(tag), size, value]);
}

export const TRUE = tlv(0x01, Buffer.of(0xff));
export const NULL = tlv(0x05);

/** A number from 0 to 127, or the bytes of a number whose first byte is one. */
export function integer(value: number | Buffer): Buffer {
  return tlv(0x02, typeof value === 'number' ? Buffer.of(value) : value);
}

export function bits(value: Buffer): Buffer {
  return tlv(0x03, Buffer.of(0), value);
}

export function octets(value: Buffer): Buffer {
  return tlv(0x04, value);
}

/** An object identifier in dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return tlv(0x06, ...[first * 40 + second, ...rest].map(base128));
}

export function utf8(text: string): Buffer {
  return tlv(0x0c, Buffer.from(text));
}

export function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

export function set(...parts: readonly Buffer[]): Buffer {
  return tlv(0x31, ...parts);
}

/** `[number]`, around whole values. */
export function explicit(number: number, ...values: readonly Buffer[]): Buffer {
  return tlv(0xa0 + number, ...values);
}

/** A time as certificates write it: two digits for the year until 2049 (RFC 5280, section 4.1.2.5). */
export function time(at: Date): Buffer {
  const digits = `${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`;
  return at.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(digits.slice(2))) : tlv(0x18, Buffer.from(digits));
}

/** RFC 7468. */
export function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END ${label}-----\n`;
}

/** What a block of PEM stands for. */
export function derOf(pem: string): Buffer {
  return Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
}

function base128(value: number): Buffer {
  const bytes = [value & 0x7f];
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return Buffer.from(bytes);
}
