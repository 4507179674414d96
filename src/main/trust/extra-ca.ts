import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import type { CustomCloud } from '../../core/model/clouds';
import type { EpochMs } from '../../core/model/time';
import { parseUrl } from '../../core/model/url';

/** What a server showed. */
export interface ShownChain {
  /** Name or IP address that was asked for, without a port. */
  readonly host: string;
  /** PEM, the server's own first, each followed by its issuer. */
  readonly chain: readonly string[];
}

/** More certificates than this in a row are an attack or a mistake. */
const LONGEST_CHAIN = 10;
/** Extended key usage "TLS server". Source: RFC 5280, 4.2.1.12. */
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';

/**
 * Whether a server of a custom cloud may be trusted because of an authority that somebody named for that cloud: the chain
 * leads to that authority by valid signatures, every certificate is within its time, and the first one is for this host.
 * Hosts of no custom cloud are none of its business. Never throws.
 */
export function isTrustedByExtraCa(shown: ShownChain, clouds: readonly CustomCloud[], now: EpochMs): boolean {
  const authorities = clouds.filter((cloud) => hostsOf(cloud).includes(shown.host.toLowerCase())).map(readAuthorities);
  return authorities.some((anchors) => anchors.length > 0 && leadsTo(shown, anchors, now));
}

function hostsOf({ authority, partnerCenter }: CustomCloud): readonly string[] {
  return [authority, partnerCenter].flatMap((address) => parseUrl(address)?.hostname ?? []);
}

function readAuthorities({ extraCa }: CustomCloud): readonly X509Certificate[] {
  const blocks = extraCa?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return readAll(blocks) ?? [];
}

function leadsTo({ host, chain }: ShownChain, anchors: readonly X509Certificate[], now: EpochMs): boolean {
  const [leaf, ...issuers] = readAll(chain.slice(0, LONGEST_CHAIN)) ?? [];
  if (leaf === undefined || !isFor(leaf, host)) return false;
  let current = leaf;
  for (const next of [...issuers, null]) {
    if (!isInTime(current, now)) return false;
    if (anchors.some((anchor) => anchor.raw.equals(current.raw))) return true;
    if (anchors.some((anchor) => isInTime(anchor, now) && isIssuer(anchor, current))) return true;
    if (next === null || !isIssuer(next, current)) return false;
    current = next;
  }
  return false;
}

function isFor(leaf: X509Certificate, host: string): boolean {
  const usages: readonly string[] | undefined = leaf.keyUsage;
  if (usages !== undefined && !usages.includes(SERVER_AUTHENTICATION)) return false;
  if (isIP(host) !== 0) return leaf.checkIP(host) !== undefined;
  return leaf.checkHost(host, { subject: 'never' }) !== undefined;
}

function isInTime(certificate: X509Certificate, now: EpochMs): boolean {
  return now >= Date.parse(certificate.validFrom) && now <= Date.parse(certificate.validTo);
}

function isIssuer(issuer: X509Certificate, subject: X509Certificate): boolean {
  return issuer.ca && subject.checkIssued(issuer) && subject.verify(issuer.publicKey);
}

function readAll(pems: readonly string[]): readonly X509Certificate[] | null {
  try {
    return pems.map((pem) => new X509Certificate(pem));
  } catch {
    return null;
  }
}
