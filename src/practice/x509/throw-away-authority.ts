import { generateKeyPairSync } from 'node:crypto';
import { DAY } from '../../core/model/time';
import { issueCertificate } from './certificate';

const AUTHORITY = 'Practice cloud, throw-away authority';

/** A server's key and certificate, and the certificate of who vouches for it. All PEM. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

/**
 * An identity for `https://localhost` and `https://127.0.0.1`, vouched for by an authority whose key is forgotten at once: it
 * can never vouch for anything else. Both are good for a year by the system's clock.
 */
export function makeServerIdentity(): ServerIdentity {
  const newKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [authority, server] = [newKeys(), newKeys()];
  const span = { notBefore: Date.now() - DAY, notAfter: Date.now() + 365 * DAY };
  const issuer = { name: AUTHORITY, privateKey: authority.privateKey };
  const use = { kind: 'server', hostName: 'localhost', address: [127, 0, 0, 1] } as const;
  return {
    key: server.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: issueCertificate({ subject: 'localhost', publicKey: server.publicKey, ...span, use }, issuer),
    ca: issueCertificate(
      { subject: AUTHORITY, publicKey: authority.publicKey, ...span, use: { kind: 'authority' } },
      issuer,
    ),
  };
}
