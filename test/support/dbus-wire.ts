/**
 * The D-Bus wire format, as much of it as a Secret Service needs: y b n q i u x t d s o g v, arrays, structs and dict entries,
 * little-endian. Source: D-Bus specification 0.43, "Marshaling (Wire Format)".
 */

const FIXED_SIZES: Readonly<Record<string, number>> = { y: 1, b: 4, n: 2, q: 2, i: 4, u: 4, x: 8, t: 8, d: 8 };
const STRING_LIKE = 'so';

/** A value inside a variant, with its type. */
interface Variant {
  readonly signature: string;
  readonly value: unknown;
}

/** Splits a signature into its complete types: `a{ss}(oayays)u` has three. */
function completeTypes(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; ) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, start: number): number {
  const first = signature.charAt(start);
  if (first === 'a') return endOfType(signature, start + 1);
  if (first !== '(' && first !== '{') return start + 1;
  let at = start + 1;
  while (signature.charAt(at) !== ')' && signature.charAt(at) !== '}') {
    if (at >= signature.length) throw new Error(`unbalanced signature ${signature}`);
    at = endOfType(signature, at);
  }
  return at + 1;
}

function alignmentOf(type: string): number {
  const first = type.charAt(0);
  if (first === '(' || first === '{') return 8;
  if (first === 'a' || STRING_LIKE.includes(first)) return 4;
  return FIXED_SIZES[first] ?? 1;
}

/** Writes values one after the other, each aligned as its type wants. */
export class WireWriter {
  readonly #bytes: number[] = [];

  get bytes(): Buffer {
    return Buffer.from(this.#bytes);
  }

  align(to: number): void {
    while (this.#bytes.length % to !== 0) this.#bytes.push(0);
  }

  write(type: string, value: unknown): void {
    this.align(alignmentOf(type));
    const first = type.charAt(0);
    if (first === 'a') this.#writeArray(type.slice(1), value);
    else if (first === '(' || first === '{') this.#writeFields(type, value);
    else if (first === 'v') this.#writeVariant(value);
    else if (first === 'g' || STRING_LIKE.includes(first)) this.#writeText(first, String(value));
    else this.#writeNumber(first, Number(value));
  }

  #writeNumber(type: string, value: number): void {
    const bytes = Buffer.alloc(FIXED_SIZES[type] ?? 0);
    if (type === 'x' || type === 't') bytes.writeBigInt64LE(BigInt(value));
    else if (type === 'd') bytes.writeDoubleLE(value);
    else bytes.writeUIntLE(value, 0, bytes.length);
    this.#bytes.push(...bytes);
  }

  #writeText(type: string, text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    this.#writeNumber(type === 'g' ? 'y' : 'u', bytes.length);
    this.#bytes.push(...bytes, 0);
  }

  #writeArray(element: string, value: unknown): void {
    if (!Array.isArray(value) && !(value instanceof Uint8Array)) throw new Error(`an array of ${element} was expected`);
    const lengthAt = this.#bytes.length;
    this.#writeNumber('u', 0);
    this.align(alignmentOf(element));
    const start = this.#bytes.length;
    for (const item of value) this.write(element, item);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(this.#bytes.length - start);
    length.forEach((byte, index) => {
      this.#bytes[lengthAt + index] = byte;
    });
  }

  #writeFields(type: string, value: unknown): void {
    const types = completeTypes(type.slice(1, -1));
    if (!Array.isArray(value) || value.length !== types.length) throw new Error(`fields of ${type} were expected`);
    types.forEach((fieldType, index) => {
      this.write(fieldType, value[index]);
    });
  }

  #writeVariant(value: unknown): void {
    if (!isVariant(value)) throw new Error('a variant was expected');
    this.write('g', value.signature);
    this.write(value.signature, value.value);
  }
}

function isVariant(value: unknown): value is Variant {
  return typeof value === 'object' && value !== null && 'signature' in value && typeof value.signature === 'string';
}

/** Reads what {@link WireWriter} wrote. Structs and dict entries become arrays; `ay` a Buffer; 64-bit integers bigint; variants their value. */
export class WireReader {
  #at = 0;
  constructor(readonly data: Buffer) {}

  get offset(): number {
    return this.#at;
  }

  align(to: number): void {
    this.#at = Math.ceil(this.#at / to) * to;
  }

  readAll(signature: string): unknown[] {
    return completeTypes(signature).map((type) => this.read(type));
  }

  read(type: string): unknown {
    this.align(alignmentOf(type));
    const first = type.charAt(0);
    if (first === 'a') return this.#readArray(type.slice(1));
    if (first === '(' || first === '{') return this.readAll(type.slice(1, -1));
    if (first === 'v') return this.read(this.#readText('g'));
    if (first === 'g' || STRING_LIKE.includes(first)) return this.#readText(first);
    return this.#readNumber(first);
  }

  #readNumber(type: string): number | bigint | boolean {
    const size = FIXED_SIZES[type];
    if (size === undefined) throw new Error(`type ${type} is not supported`);
    const at = this.#at;
    this.#at += size;
    if (type === 'x') return this.data.readBigInt64LE(at);
    if (type === 't') return this.data.readBigUInt64LE(at);
    if (type === 'd') return this.data.readDoubleLE(at);
    if (type === 'n' || type === 'i') return this.data.readIntLE(at, size);
    const number = this.data.readUIntLE(at, size);
    return type === 'b' ? number !== 0 : number;
  }

  #readText(type: string): string {
    const length = Number(this.#readNumber(type === 'g' ? 'y' : 'u'));
    const text = this.data.toString('utf8', this.#at, this.#at + length);
    this.#at += length + 1;
    return text;
  }

  #readArray(element: string): unknown[] | Buffer {
    const length = Number(this.#readNumber('u'));
    this.align(alignmentOf(element));
    const end = this.#at + length;
    if (element === 'y') {
      const bytes = this.data.subarray(this.#at, end);
      this.#at = end;
      return bytes;
    }
    const items: unknown[] = [];
    while (this.#at < end) items.push(this.read(element));
    return items;
  }
}
