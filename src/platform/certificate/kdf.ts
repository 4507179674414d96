import { hash, pbkdf2, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { childrenOf, type Element, expectTag, integerOf, oidOf, TAG } from './ber';
import { notKnown, Unreadable } from './unreadable';

/**
 * More would keep a computer busy for many seconds. Unless they are told otherwise, Windows takes 2,000, OpenSSL 2,048, Java 10,000 to
 * 100,000, and Bouncy Castle 600,000 (since 1.86: https://docs.keyfactor.com/ejbca/latest/pkcs-12-key-generation-iteration-configuration).
 */
const MOST_ITERATIONS = 1_000_000;
/** Between two turns of the event loop. */
const ITERATIONS_AT_ONCE = 2_000;
/** Of scrypt, in bytes; as much for each of its parallel runs. OpenSSL makes keys with half of it. */
const MOST_MEMORY = 32 * 1024 * 1024;

const PBKDF2 = '1.2.840.113549.1.5.12';
const SCRYPT = '1.3.6.1.4.1.11591.4.11';
/** Source: RFC 8018, appendix B.1. */
const HMACS: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
};
const scryptKey = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);

/** A key derivation function with its parameters. */
export interface Kdf {
  /** Derives a key of `size` bytes. */
  readonly derive: (passphrase: string, size: number) => Promise<Buffer>;
  /** In bytes, where the parameters name it. */
  readonly keySize: number | null;
}

/** What PKCS#12's own key derivation function works on. */
export interface Pkcs12Input {
  /** One of {@link pkcs12Passwords}. */
  readonly password: Buffer;
  readonly salt: Buffer;
  readonly iterations: number;
}

/** How many iterations a file asks for. Throws {@link Unreadable}; `unknown-protection` when they would take too long. */
export function iterationsOf(element: Element | undefined): number {
  const iterations = integerOf(element);
  if (iterations < 1) throw new Unreadable('damaged');
  if (iterations > MOST_ITERATIONS) notKnown();
  return iterations;
}

/** The hash of an HMAC's AlgorithmIdentifier. Throws {@link Unreadable}. */
export function hmacOf(algorithm: Element | undefined): string {
  return HMACS[oidOf(childrenOf(expectTag(algorithm, TAG.sequence))[0])] ?? notKnown();
}

/** What PBES2 or PBMAC1 derives a key with. Throws {@link Unreadable}. Source: RFC 8018, appendix A.2; RFC 7914, section 7. */
export function kdfOf(algorithm: Element | undefined): Kdf {
  const [oid, parameters] = childrenOf(expectTag(algorithm, TAG.sequence));
  const [saltElement, count, ...rest] = childrenOf(expectTag(parameters, TAG.sequence));
  const salt = expectTag(saltElement, TAG.octetString).content;
  const numbers = rest.filter(({ tag }) => tag === TAG.integer).map(integerOf);
  if (oidOf(oid) === PBKDF2) {
    const iterations = iterationsOf(count);
    const prf = rest.find(({ tag }) => tag === TAG.sequence);
    const hmac = prf === undefined ? 'sha1' : hmacOf(prf);
    return {
      derive: (passphrase, size) => promisify(pbkdf2)(passphrase, salt, iterations, size, hmac),
      keySize: numbers[0] ?? null,
    };
  }
  const N = oidOf(oid) === SCRYPT ? integerOf(count) : notKnown();
  const [r = 0, p = 0, keySize = null] = numbers;
  if (128 * N * r * p > MOST_MEMORY) notKnown();
  const options = { N, r, p, maxmem: 2 * MOST_MEMORY };
  return { derive: (passphrase, size) => scryptKey(passphrase, salt, size, options), keySize };
}

/** UTF-16 with a zero at the end; of no passphrase there are two readings, and both are in use. */
export function pkcs12Passwords(passphrase: string): Buffer[] {
  const terminated = Buffer.from(`${passphrase}\0`, 'utf16le').swap16();
  return passphrase === '' ? [terminated, Buffer.alloc(0)] : [terminated];
}

/**
 * Derives `size` bytes as PKCS#12 does, which Node has no function for. Lets the event loop turn meanwhile.
 * Source: RFC 7292, appendix B.2.
 *
 * @param purpose 1: a key; 2: an initial value; 3: the key of a MAC
 */
export async function pkcs12Kdf(
  algorithm: string,
  input: Pkcs12Input,
  purpose: 1 | 2 | 3,
  size: number,
): Promise<Buffer> {
  const block = /384|512/.test(algorithm) ? 128 : 64;
  const mixed = Buffer.concat([fill(input.salt, block), fill(input.password, block)]);
  let derived = Buffer.alloc(0);
  while (derived.length < size) {
    let digest = hash(algorithm, Buffer.concat([Buffer.alloc(block, purpose), mixed]), 'buffer');
    for (let iteration = 1; iteration < input.iterations; iteration += 1) {
      digest = hash(algorithm, digest, 'buffer');
      if (iteration % ITERATIONS_AT_ONCE === 0) await new Promise(setImmediate);
    }
    derived = Buffer.concat([derived, digest]);
    const addend = numberOf(Buffer.alloc(block, digest)) + 1n;
    for (let at = 0; at < mixed.length; at += block) {
      const sum = BigInt.asUintN(block * 8, numberOf(mixed.subarray(at, at + block)) + addend);
      mixed.write(sum.toString(16).padStart(block * 2, '0'), at, 'hex');
    }
  }
  return derived.subarray(0, size);
}

/** Repeated to a multiple of `block`; nothing stays nothing. */
function fill(bytes: Buffer, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes);
}

function numberOf(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex')}`);
}
