import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { toLoadFailure } from '../load-errors';
import { asElectron } from '../refusal';

/** What Node's TLS says of a chain, in Chromium's words; whatever else is wrong with it is plainly invalid. */
const CHROMIUM_NAMES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  SELF_SIGNED_CERT_IN_CHAIN: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_GET_ISSUER_CERT: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'ERR_CERT_AUTHORITY_INVALID',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'ERR_CERT_AUTHORITY_INVALID',
  CERT_HAS_EXPIRED: 'ERR_CERT_DATE_INVALID',
  CERT_NOT_YET_VALID: 'ERR_CERT_DATE_INVALID',
  ERR_TLS_CERT_ALTNAME_INVALID: 'ERR_CERT_COMMON_NAME_INVALID',
};

/** A certificate as `setCertificateVerifyProc` is asked about it. */
type Question = Omit<Electron.Request, 'hostname'>;

/**
 * Asks a server for its certificate, with a connection of its own, and judges it as Node does.
 * @throws Error when it cannot be reached or speaks no TLS.
 */
export async function fetchCertificate(hostname: string, port: number): Promise<Question> {
  const socket = await greet(hostname, port);
  try {
    const certificate = toElectron(socket.getPeerCertificate(true));
    const problem = socket.authorized ? null : String(Reflect.get(socket, 'authorizationError'));
    const name = problem === null ? 'OK' : (CHROMIUM_NAMES[problem] ?? 'ERR_CERT_INVALID');
    return {
      certificate,
      validatedCertificate: certificate,
      isIssuedByKnownRoot: socket.authorized,
      verificationResult: `net::${name}`,
      errorCode: problem === null ? 0 : toLoadFailure(name).code,
    };
  } finally {
    socket.destroy();
  }
}

function greet(hostname: string, port: number): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = connect(
      { host, port, rejectUnauthorized: false, ...(isIP(host) === 0 ? { servername: host } : {}) },
      () => resolve(socket),
    );
    socket.once('error', reject);
  });
}

/** The issuer is there when the server has sent it. */
function toElectron(peer: DetailedPeerCertificate): Electron.Certificate {
  const x509 = new X509Certificate(peer.raw);
  const subject = toPrincipal(peer.subject);
  const issuer = toPrincipal(peer.issuer);
  const hasIssuer = 'issuerCertificate' in peer && peer.issuerCertificate.fingerprint256 !== peer.fingerprint256;
  return asElectron<Electron.Certificate>({
    data: x509.toString(),
    fingerprint: `sha256/${Buffer.from(x509.fingerprint256.replaceAll(':', ''), 'hex').toString('base64')}`,
    subject,
    subjectName: subject.commonName,
    issuer,
    issuerName: issuer.commonName,
    ...(hasIssuer ? { issuerCert: toElectron(peer.issuerCertificate) } : {}),
    serialNumber: x509.serialNumber,
    validStart: Date.parse(x509.validFrom) / 1000,
    validExpiry: Date.parse(x509.validTo) / 1000,
  });
}

function toPrincipal(name: Partial<DetailedPeerCertificate['subject']>): Electron.CertificatePrincipal {
  const all = (part: string | readonly string[] | undefined) => (part === undefined ? [] : [part].flat());
  const first = (part: string | readonly string[] | undefined) => all(part)[0] ?? '';
  return {
    commonName: first(name.CN),
    country: first(name.C),
    locality: first(name.L),
    state: first(name.ST),
    organizations: all(name.O),
    organizationUnits: all(name.OU),
  };
}
