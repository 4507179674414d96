import type { Session } from '../chromium/connection';
import type { CertificateVerifier, Verdict } from './verifier';

/** Makes a page of Chromium trust the servers that its session's verify proc trusts. */
export class PageTrust {
  /** Whether Chromium asks about certificates that it does not like, instead of refusing them. */
  private asks = false;

  constructor(
    private readonly session: Session,
    private readonly certificates: CertificateVerifier,
  ) {
    session.on('Security.certificateError', ({ eventId, requestURL }) => {
      this.judge(requestURL)
        .then((verdict) => (verdict === 'trusted' ? 'continue' : 'cancel'))
        .then((action) => session.send('Security.handleCertificateError', { eventId, action }))
        // A page that closes meanwhile takes its questions along.
        .catch(() => {});
    });
  }

  /** To be called when the verify proc was set or taken away. */
  async refresh(): Promise<void> {
    if (this.certificates.isSet) await this.session.send('Security.enable');
    else await this.ask(false);
  }

  /**
   * Whether a request may leave for its server. To be called before it does. A document of a server that Chromium is to judge
   * fails with Chromium's own error, which it does only while Chromium does not ask.
   */
  async allows(url: string, isDocument: boolean): Promise<boolean> {
    if (!this.certificates.isSet) return true;
    const verdict = await this.judge(url);
    if (isDocument || verdict === 'trusted') await this.ask(verdict === 'trusted');
    return verdict !== 'refused';
  }

  private judge(address: string): Promise<Verdict> {
    const { protocol, hostname, port } = new URL(address);
    if (protocol !== 'https:') return Promise.resolve('as-usual');
    return this.certificates.judge(hostname, Number(port) || 443);
  }

  private async ask(asks: boolean): Promise<void> {
    if (this.asks === asks) return;
    this.asks = asks;
    await this.session.send('Security.setOverrideCertificateErrors', { override: asks });
  }
}
