import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';

/** What a listener that speaks TLS shows; PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

const HOST = '127.0.0.1';
const REOPEN_EVERY = 100;

/** A port on 127.0.0.1 that can be closed, so that connections are refused, and opened again under the same number. */
export class Listener {
  #isWanted = true;
  #changing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly server: Server,
    private readonly port: number,
    /** Without a trailing slash. */
    readonly origin: string,
  ) {}

  /** Listens on `port`, or on a free one for 0; with TLS if there is an identity for it. Rejects when the port is taken. */
  static async open(port: number, serve: RequestListener, tls: TlsIdentity | null = null): Promise<Listener> {
    const server = tls === null ? createServer(serve) : createTlsServer({ key: tls.key, cert: tls.cert }, serve);
    await listen(server, port);
    const address = server.address();
    const bound = typeof address === 'object' ? (address?.port ?? port) : port;
    return new Listener(server, bound, tls === null ? `http://${HOST}:${bound}` : `https://localhost:${bound}`);
  }

  /** Connections are refused from here on, and those that stand are cut. */
  close(): void {
    this.#isWanted = false;
    this.server.close();
    this.server.closeAllConnections();
  }

  /** Opens the port again; tries until it can, should another program hold it meanwhile. */
  reopen(): void {
    this.#isWanted = true;
    this.#changing = this.#changing.then(() => this.#reopen());
  }

  /** Resolves when the port is as wanted. */
  settled(): Promise<void> {
    return this.#changing;
  }

  async #reopen(): Promise<void> {
    while (this.#isWanted && !this.server.listening)
      await listen(this.server, this.port).catch(() => wait(REOPEN_EVERY));
    // The wish may have changed while the port was being opened.
    if (!this.#isWanted) this.close();
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
