import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type DurationMs, SECOND } from '../../core/model/time';

export interface LoopbackReply {
  readonly status: number;
  /** Its `Content-Type`; JSON unless told otherwise. */
  readonly type?: string;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface LoopbackOptions {
  /** An address of this computer that no other can reach. */
  readonly address: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The names of this computer in a `Host` header besides the address. */
  readonly names?: readonly string[];
  /** How often requests that take too long are looked for: each time wakes the process. */
  readonly checkEvery: DurationMs;
  /** Never rejects. */
  readonly reply: (request: IncomingMessage) => Promise<LoopbackReply>;
  /** For who asks for another host. */
  readonly wrongHost: () => LoopbackReply;
}

/** A request is one line and a few headers. */
const LIMITS = {
  maxHeaderSize: 8 * 1024,
  headersTimeout: 10 * SECOND,
  requestTimeout: 10 * SECOND,
} as const;
const MOST_CONNECTIONS = 1000;

/** Answers requests from this computer, in memory and with nothing logged. */
export class LoopbackServer {
  readonly #server: Server;
  #hosts: readonly string[] = [];

  /** Listens. Rejects with the system's error. */
  static async open(options: LoopbackOptions): Promise<LoopbackServer> {
    const server = new LoopbackServer(options);
    await server.#listen();
    return server;
  }

  private constructor(private readonly options: LoopbackOptions) {
    this.#server = createServer(
      { ...LIMITS, connectionsCheckingInterval: options.checkEvery },
      (request, response) => void this.#serve(request, response),
    );
    this.#server.maxConnections = MOST_CONNECTIONS;
    this.#server.timeout = LIMITS.requestTimeout;
  }

  /** `127.0.0.1:8080`. */
  get host(): string {
    return this.#hosts[0] ?? '';
  }

  /** Cuts off whoever still asks. */
  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #listen(): Promise<void> {
    const { address, port, names = [] } = this.options;
    this.#server.listen(port, address);
    await once(this.#server, 'listening');
    // Such as too many open files. It goes on with whoever comes next.
    this.#server.on('error', () => undefined);
    const bound = portOf(this.#server.address());
    this.#hosts = [address.includes(':') ? `[${address}]` : address, ...names].map((name) => `${name}:${bound}`);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, type = 'application/json; charset=utf-8', text, headers = {} } = await this.#reply(request);
    response.writeHead(status, {
      'Content-Type': type,
      'Content-Length': String(Buffer.byteLength(text)),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      // What follows the headers of a GET is not read.
      ...(hasBody(request) ? { Connection: 'close' } : {}),
      ...headers,
    });
    response.end(text);
  }

  async #reply(request: IncomingMessage): Promise<LoopbackReply> {
    // A web page whose own name was made to resolve to this computer ("DNS rebinding") sends that name.
    const { host = '' } = request.headers;
    return this.#hosts.includes(host.toLowerCase()) ? this.options.reply(request) : this.options.wrongHost();
  }
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new TypeError('no port');
  return address.port;
}
