import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { type CustomCloud, hostsOfExtraCa } from '../../core/model/clouds';
import type { EpochMs } from '../../core/model/time';
import {
  childrenOf,
  type Element,
  expectTag,
  integerOf,
  octetsOf,
  oidOf,
  readElement,
  TAG,
} from '../../platform/certificate/ber';

/** What a server showed. */
export interface ShownChain {
  /** Name or IP address that was asked for, without a port. */
  readonly host: string;
  /** PEM, the server's own first, each followed by its issuer. */
  readonly chain: readonly string[];
}

/** More certificates than this in a row are an attack or a mistake. */
const LONGEST_CHAIN = 10;
const SHORTEST_RSA_KEY = 2048;
const CURVES: ReadonlySet<string> = new Set(['prime256v1', 'secp384r1', 'secp521r1']);
/** RSA, ECDSA and RSA-PSS with SHA-256, 384 or 512, as an AlgorithmIdentifier in hex. Source: RFC 4055 and 5758. */
const SIGNATURE =
  /^30..(?:06092a864886f70d01010[bcd]|06082a8648ce3d04030[234]|06092a864886f70d01010a.*(060960864801650304020[123]).*\1)/;
const BASIC_CONSTRAINTS = '2.5.29.19';
const NAME_CONSTRAINTS = '2.5.29.30';
/** Extensions that may be critical: Node or this file heeds them, or they ask for nothing. Source: RFC 5280, 4.2.1. */
const HEEDED = /^2\.5\.29\.(?:15|17|19|30|32|37)$/;
/** Tags of names. Source: RFC 5280, 4.2.1.6. */
const NAME = { host: 0x82, directory: 0xa4 } as const;
/** Extended key usages "TLS server" and "any". Source: RFC 5280, 4.2.1.12. */
const USAGES: ReadonlySet<string> = new Set(['1.3.6.1.5.5.7.3.1', '2.5.29.37.0']);

/**
 * Whether a server of a custom cloud may be trusted because of an authority that somebody named for that cloud: the chain
 * leads there, and Chromium, whose other complaints are not known, would find nothing else wrong with it. Hosts of no custom
 * cloud are none of its business. Never throws.
 */
export function isTrustedByExtraCa(shown: ShownChain, cloud: CustomCloud, now: EpochMs): boolean {
  const host = shown.host.toLowerCase();
  try {
    if (!hostsOfExtraCa(cloud).includes(host)) return false;
    const chain = readAll(shown.chain.slice(0, LONGEST_CHAIN));
    const blocks = cloud.extraCa?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    return readAll(blocks).some((anchor) => isSound(pathTo(anchor, chain), host, now));
  } catch {
    return false;
  }
}

function readAll(pems: readonly string[]): readonly X509Certificate[] {
  return pems.map((pem) => new X509Certificate(pem));
}

/** The part of a chain that ends with an authority; nothing when it does not lead there. */
function pathTo(anchor: X509Certificate, chain: readonly X509Certificate[]): readonly X509Certificate[] {
  const last = chain.findIndex((one) => one.raw.equals(anchor.raw) || isIssuer(anchor, one));
  const path = chain.slice(0, last + 1);
  return path.length === 0 || path.at(-1)?.raw.equals(anchor.raw) ? path : [...path, anchor];
}

function isSound(path: readonly X509Certificate[], host: string, now: EpochMs): boolean {
  const [leaf, ...issuers] = path;
  return (
    leaf !== undefined &&
    (isIP(host) === 0 ? leaf.checkHost(host, { subject: 'never' }) : leaf.checkIP(host)) !== undefined &&
    path.every((certificate) => isGood(certificate, now) && isForServers(certificate)) &&
    issuers.every((issuer, below) => isIssuer(issuer, path[below]) && mayVouch(issuer, below, host))
  );
}

/** Whether it is within its time, with a key that is strong enough. */
function isGood({ publicKey, validFrom, validTo }: X509Certificate, now: EpochMs): boolean {
  const { modulusLength = 0, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {};
  const isRsa = publicKey.asymmetricKeyType === 'rsa';
  const isStrong = isRsa ? modulusLength >= SHORTEST_RSA_KEY : CURVES.has(namedCurve);
  return isStrong && now >= Date.parse(validFrom) && now <= Date.parse(validTo);
}

function isForServers(certificate: X509Certificate): boolean {
  const usages: readonly string[] = certificate.keyUsage ?? [...USAGES];
  const isUnderstood = extensionsOf(certificate).every(({ oid, isCritical }) => !isCritical || HEEDED.test(oid));
  return isUnderstood && usages.some((usage) => USAGES.has(usage));
}

function isIssuer(issuer: X509Certificate, subject: X509Certificate | undefined): boolean {
  if (!subject || !issuer.ca || !subject.checkIssued(issuer) || !subject.verify(issuer.publicKey)) return false;
  const [, signature] = childrenOf(readElement(subject.raw));
  return SIGNATURE.test(signature?.raw.toString('hex') ?? '');
}

/** Whether an authority's own limits allow so many more below it, and a server of this name. Source: RFC 5280, 4.2.1.9 and 10. */
function mayVouch(issuer: X509Certificate, below: number, host: string): boolean {
  const partsOf = (wanted: string) =>
    extensionsOf(issuer).flatMap(({ oid, value }) => (oid === wanted ? childrenOf(readElement(value)) : []));
  const longest = partsOf(BASIC_CONSTRAINTS).find(({ tag }) => tag === TAG.integer);
  if (longest && below > integerOf(longest)) return false;
  const [allowed = [], excluded = []] = [0xa0, 0xa1].map((list) =>
    partsOf(NAME_CONSTRAINTS)
      .flatMap((part) => (part.tag === list ? childrenOf(part) : []))
      .map((subtree) => readElement(subtree.content)),
  );
  // Limits for a directory, and for an address as the host, are rare and would take more to judge.
  if ([...allowed, ...excluded].some(({ tag }) => tag === NAME.directory || isIP(host) !== 0)) return false;
  const domainsOf = (names: readonly Element[]) =>
    names.filter(({ tag }) => tag === NAME.host).map(({ content }) => content.toString('latin1').toLowerCase());
  const isWithin = (domain: string) =>
    domain === '' || `.${host}`.endsWith(domain.startsWith('.') ? domain : `.${domain}`);
  const domains = domainsOf(allowed);
  return (domains.length === 0 || domains.some(isWithin)) && !domainsOf(excluded).some(isWithin);
}

/** Source: RFC 5280, 4.1. */
function extensionsOf({ raw }: X509Certificate) {
  const [body] = childrenOf(readElement(raw));
  return childrenOf(expectTag(body, TAG.sequence))
    .filter(({ tag }) => tag === 0xa3)
    .flatMap(childrenOf)
    .flatMap(childrenOf)
    .map(childrenOf)
    .map(([oid, ...rest]) => ({ oid: oidOf(oid), isCritical: rest.length > 1, value: octetsOf(rest.at(-1)) }));
}
