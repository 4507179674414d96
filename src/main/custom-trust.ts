import { app, type Certificate } from 'electron';
import type { CustomCloud } from '../core/clouds';
import { isTrustedByExtraCa } from './extra-ca';

/** `net::ERR_CERT_AUTHORITY_INVALID`: the one complaint of Chromium's that an extra authority can answer. */
const AUTHORITY_INVALID = -202;
const ACCEPT = 0;
const CHROMIUM_DECIDES = -3;
const LONGEST_CHAIN = 10;

/**
 * Lets every session that is made from now on trust the authorities that were named for custom clouds, for the hosts of
 * these clouds only. In all else Chromium decides, revocation included.
 */
export function trustExtraAuthorities(clouds: () => readonly CustomCloud[]): void {
  app.on('session-created', (session) => {
    session.setCertificateVerifyProc(({ hostname, certificate, errorCode }, decide) => {
      const shown = { host: hostname, chain: chainOf(certificate) };
      const trusted = errorCode === AUTHORITY_INVALID && isTrustedByExtraCa(shown, clouds(), Date.now());
      decide(trusted ? ACCEPT : CHROMIUM_DECIDES);
    });
  });
}

function chainOf(certificate: Certificate): readonly string[] {
  const chain: string[] = [];
  for (let next: Certificate | undefined = certificate; next && chain.length < LONGEST_CHAIN; next = next.issuerCert) {
    if (chain.includes(next.data)) break;
    chain.push(next.data);
  }
  return chain;
}
