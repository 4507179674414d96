import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
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
  #server: Server | null = null;
  #wanted: 'open' | 'closed' = 'closed';
  #changing: Promise<void> = Promise.resolve();

  private constructor(
    private readonly serve: RequestListener,
    private readonly tls: TlsIdentity | null,
    public readonly port: number,
  ) {}

  /** Listens on `port`, or on a free one for 0; with TLS if there is an identity for it. Rejects when the port is taken. */
  static async open(port: number, serve: RequestListener, tls: TlsIdentity | null = null): Promise<Listener> {
    const server = await listen(port, serve, tls);
    const listener = new Listener(serve, tls, boundPort(server));
    listener.#server = server;
    listener.#wanted = 'open';
    return listener;
  }

  get origin(): string {
    return this.tls === null ? `http://${HOST}:${this.port}` : `https://localhost:${this.port}`;
  }

  /** Connections are refused from here on, and those that stand are cut. */
  close(): void {
    this.#wanted = 'closed';
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#server = null;
  }

  /** Opens the port again; tries until it can, should another program hold it meanwhile. */
  reopen(): void {
    if (this.#wanted === 'open') return;
    this.#wanted = 'open';
    this.#changing = this.#changing.then(() => this.#reopen());
  }

  /** Resolves when the port is as wanted. */
  settled(): Promise<void> {
    return this.#changing;
  }

  async #reopen(): Promise<void> {
    while (this.#wanted === 'open' && this.#server === null) {
      try {
        const server = await listen(this.port, this.serve, this.tls);
        if (this.#isWantedOpen()) this.#server = server;
        else server.close();
      } catch {
        await wait(REOPEN_EVERY);
      }
    }
  }

  /** Asked anew: the wish may have changed while the port was being opened. */
  #isWantedOpen(): boolean {
    return this.#wanted === 'open';
  }
}

function listen(port: number, serve: RequestListener, tls: TlsIdentity | null): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = tls === null ? createServer(serve) : createTlsServer({ key: tls.key, cert: tls.cert }, serve);
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function boundPort(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new Error('The practice cloud has no port.');
  return address.port;
}
