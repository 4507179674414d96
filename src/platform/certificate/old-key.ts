import { hash } from 'node:crypto';
import { type Element, integerOf } from './ber';
import { Unreadable } from './unreadable';

/** More rounds than this would keep a computer busy for many seconds; OpenSSL, Windows and Key Vault use 2,000 to 600,000. */
const MOST_ROUNDS = 5_000_000;
/** Between two turns of the event loop. */
const ROUNDS_AT_ONCE = 2_000;

/** The hashes that PKCS#12 derives keys with: how long their output is, and the block that they work on. */
const HASHES = {
  sha1: { output: 20, block: 64 },
  sha256: { output: 32, block: 64 },
  sha384: { output: 48, block: 128 },
  sha512: { output: 64, block: 128 },
} as const;

export type OldHash = keyof typeof HASHES;

export interface OldKeyRequest {
  /** One of {@link oldForms}. */
  readonly password: Buffer;
  readonly salt: Buffer;
  readonly rounds: number;
  /** 1: a key; 2: an initial value; 3: the key of a checksum. */
  readonly purpose: 1 | 2 | 3;
  /** In bytes. */
  readonly size: number;
}

/** How many rounds a file asks for. Throws {@link Unreadable}; `unknown-protection` when it would take too long. */
export function roundsOf(element: Element | undefined): number {
  const rounds = integerOf(element);
  if (rounds < 1) throw new Unreadable('damaged');
  if (rounds > MOST_ROUNDS) throw new Unreadable('unknown-protection');
  return rounds;
}

/** UTF-16 with a zero at the end; of no passphrase there are two readings, and both are in use. */
export function oldForms(passphrase: string): Buffer[] {
  const terminated = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  return passphrase === '' ? [terminated, Buffer.alloc(0)] : [terminated];
}

/** Derives a key from a passphrase as PKCS#12 does. Lets the event loop turn meanwhile. Source: RFC 7292, appendix B.2. */
export async function deriveOldKey(algorithm: OldHash, request: OldKeyRequest): Promise<Buffer> {
  const { password, salt, rounds, purpose, size } = request;
  const { output, block } = HASHES[algorithm];
  const input = Buffer.concat([fill(salt, block), fill(password, block)]);
  const parts: Buffer[] = [];
  for (let made = 0; made < size; made += output) {
    let digest = hash(algorithm, Buffer.concat([Buffer.alloc(block, purpose), input]), 'buffer');
    for (let round = 1; round < rounds; round += 1) {
      digest = hash(algorithm, digest, 'buffer');
      if (round % ROUNDS_AT_ONCE === 0) await new Promise(setImmediate);
    }
    parts.push(digest);
    const addend = Buffer.alloc(block, digest);
    for (let at = 0; at < input.length; at += block) addAndOne(input.subarray(at, at + block), addend);
  }
  return Buffer.concat(parts).subarray(0, size);
}

/** Repeated to a multiple of `block`; nothing stays nothing. */
function fill(bytes: Buffer, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

/** `number = number + addend + 1`, big-endian, overflow dropped. */
function addAndOne(number: Buffer, addend: Buffer): void {
  let carry = 1;
  for (let at = number.length - 1; at >= 0; at -= 1) {
    const sum = (number[at] ?? 0) + (addend[at] ?? 0) + carry;
    number[at] = sum & 0xff;
    carry = sum >> 8;
  }
}
