import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { readCertificate } from '../../../src/platform/certificate/certificate';
import type { CertificateProblem } from '../../../src/platform/certificate/unreadable';

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
