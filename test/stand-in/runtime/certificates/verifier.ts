import { fetchCertificate } from './server-certificate';

type VerifyProc = Parameters<Electron.Session['setCertificateVerifyProc']>[0];

/** What is to become of connections to a server. `as-usual`: whoever connects decides by itself. */
export type Verdict = 'trusted' | 'refused' | 'as-usual';

/** What a verify proc calls back with. */
const VERDICTS: Readonly<Record<number, Verdict>> = { 0: 'trusted', [-2]: 'refused', [-3]: 'as-usual' };

/** A session's verify proc. It is asked once for each server, until another one is set. */
export class CertificateVerifier {
  private proc: VerifyProc = null;
  private verdicts = new Map<string, Promise<Verdict>>();

  /** @param onChange Called when {@link isSet} may have changed. */
  constructor(private readonly onChange: () => void) {}

  get isSet(): boolean {
    return this.proc !== null;
  }

  set(proc: VerifyProc): void {
    this.proc = proc;
    this.verdicts = new Map();
    this.onChange();
  }

  /** A server that cannot be reached is left to whoever wants to connect, and asked for again the next time. */
  judge(hostname: string, port: number): Promise<Verdict> {
    const { proc, verdicts } = this;
    if (proc === null) return Promise.resolve('as-usual');
    const server = `${hostname}:${port}`;
    const known = verdicts.get(server) ?? ask(proc, hostname, port);
    verdicts.set(server, known);
    return known.catch(() => {
      verdicts.delete(server);
      return 'as-usual';
    });
  }
}

async function ask(proc: NonNullable<VerifyProc>, hostname: string, port: number): Promise<Verdict> {
  const question = await fetchCertificate(hostname, port);
  const answer = await new Promise<number>((resolve) => proc({ hostname, ...question }, resolve));
  return VERDICTS[answer] ?? 'refused';
}
