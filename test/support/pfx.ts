import { derOf, explicit, integer, octets, oid, sequence } from './der';

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
