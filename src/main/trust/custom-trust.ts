import { app, type Certificate, type Session, session } from 'electron';
import type { CustomCloud } from '../../core/model/clouds';
import { isTrustedByExtraCa } from './extra-ca';

/** `net::ERR_CERT_AUTHORITY_INVALID`: the one complaint of Chromium's that an extra authority can answer. */
const AUTHORITY_INVALID = -202;
const ACCEPT = 0;
const CHROMIUM_DECIDES = -3;

/**
 * Lets every session that is made from now on trust the authorities that were named for custom clouds, for the hosts of
 * these clouds only; each call only its own connection's. In all else Chromium decides, revocation included. To be made before the first session.
 */
export class CustomTrust {
  readonly #sessions = new Map<string, Session>();
  /** What the sessions for calls trust: one cloud's authority, or none. */
  readonly #trusted = new WeakMap<Session, readonly CustomCloud[]>();
  #clouds: () => readonly CustomCloud[] = () => [];

  constructor() {
    app.on('session-created', (created) => {
      created.setCertificateVerifyProc(({ hostname, certificate, errorCode }, decide) => {
        const shown = { host: hostname, chain: chainOf(certificate) };
        const trusted =
          errorCode === AUTHORITY_INVALID &&
          isTrustedByExtraCa(shown, this.#trusted.get(created) ?? this.#clouds(), Date.now());
        decide(trusted ? ACCEPT : CHROMIUM_DECIDES);
      });
    });
  }

  /** From now on the custom clouds are what `clouds` says; until then there is none. */
  follow(clouds: () => readonly CustomCloud[]): void {
    this.#clouds = clouds;
  }

  /**
   * The session for a connection's calls, which no window makes: another connection's authority counts for none of them, not even for
   * the same host, so that an entry added to the file decides nothing about the others. Chromium remembers for a while what came of a certificate, so that an authority
   * that is named after a refusal would not count, nor one that is taken away stop counting: with other authorities it is another
   * session.
   */
  session(trusting: CustomCloud | null): Session {
    const trusted = trusting === null || trusting.extraCa === null ? [] : [trusting];
    const key = JSON.stringify(trusted);
    // Not the default session: what that one caches and remembers is kept on disk.
    const known =
      this.#sessions.get(key) ?? session.fromPartition(`token-endpoint-${this.#sessions.size}`, { cache: false });
    this.#sessions.set(key, known);
    this.#trusted.set(known, trusted);
    return known;
  }
}

function chainOf(certificate: Certificate): readonly string[] {
  const chain: string[] = [];
  let next: Certificate | undefined = certificate;
  // The last one is its own issuer.
  for (; next && !chain.includes(next.data); next = next.issuerCert) chain.push(next.data);
  return chain;
}
