import { app, type Certificate, type Session, session } from 'electron';
import type { CustomCloud } from '../../core/model/clouds';
import { isTrustedByExtraCa } from './extra-ca';

/** `net::ERR_CERT_AUTHORITY_INVALID`: the one complaint of Chromium's that an extra authority can answer. */
const AUTHORITY_INVALID = -202;
const ACCEPT = 0;
const CHROMIUM_DECIDES = -3;

/** The cloud whose extra authority a session trusts, for that cloud's hosts. All others trust nothing that Chromium doesn't. */
const trusted = new WeakMap<Session, CustomCloud>();

/**
 * Lets a session trust the authority that was named for a connection's cloud. Another connection's counts for none of its calls or
 * pages, not even for the same host, so that an entry added to the file decides nothing about the others.
 */
export function trustIn(session: Session, cloud: CustomCloud | null): Session {
  if (cloud) trusted.set(session, cloud);
  return session;
}

/** Trusts the authorities that were named for custom clouds. In all else Chromium decides, revocation included. To be made before the first session. */
export class CustomTrust {
  readonly #sessions = new Map<string, Session>();

  constructor() {
    app.on('session-created', (created) => {
      created.setCertificateVerifyProc(({ hostname, certificate, errorCode }, decide) => {
        const cloud = trusted.get(created);
        const shown = { host: hostname, chain: chainOf(certificate) };
        const isTrusted = cloud && errorCode === AUTHORITY_INVALID && isTrustedByExtraCa(shown, cloud, Date.now());
        decide(isTrusted ? ACCEPT : CHROMIUM_DECIDES);
      });
    });
  }

  /**
   * The session for a connection's calls, which no window makes. Chromium remembers for a while what came of a certificate, so that an
   * authority that is named after a refusal would not count, nor one that is taken away stop counting: with another authority it is
   * another session.
   */
  session(cloud: CustomCloud | null): Session {
    const key = cloud?.extraCa ? JSON.stringify(cloud) : '';
    // Not the default session: what that one caches and remembers is kept on disk.
    const known =
      this.#sessions.get(key) ?? session.fromPartition(`token-endpoint-${this.#sessions.size}`, { cache: false });
    this.#sessions.set(key, known);
    return key === '' ? known : trustIn(known, cloud);
  }
}

function chainOf(certificate: Certificate): readonly string[] {
  const chain: string[] = [];
  let next: Certificate | undefined = certificate;
  // The last one is its own issuer.
  for (; next && !chain.includes(next.data); next = next.issuerCert) chain.push(next.data);
  return chain;
}
