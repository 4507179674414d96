import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readCertificate } from '../../../src/platform/certificate/certificate';
import type { CertificateProblem } from '../../../src/platform/certificate/unreadable';
import { derOf, explicit, integer, octets, oid, sequence } from '../../support/der';

export const NOW = Date.parse('2030-06-01T00:00:00Z');
export const PASSPHRASE = 'open-sesame';
/** Of the certificate in most of the files, as `openssl x509 -fingerprint` tells them. */
export const SHA256 = '8b40c22d592838d0732ddeb36a727d1d5c3e5a4d619d985fec362748022111f4';
export const SHA1 = 'bbb4c9a1d94dcb3957d3b8467f6aff1d7da552da';

export const file = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'files', name));

type Content = Buffer | string;

export function read(content: Content | readonly Content[], passphrase = '', now = NOW) {
  const files = typeof content === 'string' || Buffer.isBuffer(content) ? [content] : content;
  return readCertificate(
    files.map((one) => Buffer.from(one)),
    passphrase,
    now,
  );
}

export async function readWell(content: Content | readonly Content[], passphrase = '') {
  const reading = await read(content, passphrase);
  if (!reading.ok) throw new Error(reading.message);
  return reading.value;
}

export const expectProblem = (problem: CertificateProblem) => ({
  ok: false,
  problem,
  message: expect.stringMatching(/\.$/),
});

const DATA = '1.2.840.113549.1.7.1';

/** A PFX file that protects nothing, with certificates and keys (PEM) in this order. Source: RFC 7292, section 4. */
export function openPfx(...pems: readonly string[]): Buffer {
  return sequence(integer(3), contentInfo(sequence(contentInfo(sequence(...pems.map(bag))))));
}

function bag(pem: string): Buffer {
  const bagOf = (type: string, value: Buffer) => sequence(oid(type), explicit(0, value));
  if (pem.includes('PRIVATE KEY')) return bagOf('1.2.840.113549.1.12.10.1.1', derOf(pem));
  const x509 = sequence(oid('1.2.840.113549.1.9.22.1'), explicit(0, octets(derOf(pem))));
  return bagOf('1.2.840.113549.1.12.10.1.3', x509);
}

function contentInfo(content: Buffer): Buffer {
  return sequence(oid(DATA), explicit(0, octets(content)));
}

/** The elements inside an element of DER. */
export function split(element: Buffer | undefined): Buffer[] {
  const parts: Buffer[] = [];
  if (element === undefined) return parts;
  const header = (at: number): [number, number] => {
    const first = element[at + 1] ?? 0;
    return first < 0x80 ? [2, first] : [2 + (first & 0x7f), element.readUIntBE(at + 2, first & 0x7f)];
  };
  for (let [at] = header(0); at < element.length; ) {
    const [size, length] = header(at);
    parts.push(element.subarray(at, at + size + length));
    at += size + length;
  }
  return parts;
}
