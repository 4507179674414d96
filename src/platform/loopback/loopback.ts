import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type DurationMs, MINUTE, SECOND } from '../../core/model/time';
import { isSameText, onlyValue } from '../http/redirect';
import { BAD_PAGE, GOOD_PAGE, type Page, SAFE_HEADERS } from './pages';
import { holdFreePort } from './ports';

/** How a wait for the browser ended. `url` is the redirect URI with `code` or `error`; it holds the code: a secret. */
export type LoopbackAnswer =
  | { readonly kind: 'answered'; readonly url: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timed-out' };

/** A place on this computer that a browser can be sent back to. */
export interface Loopback {
  /** `http://localhost:PORT` and the path: what the authorize request names. */
  readonly redirectUri: string;
  /** Waits for the one answer that carries this state, which may be said once. Never rejects. Whatever comes before or beside it is turned away. */
  answerTo(state: string): Promise<LoopbackAnswer>;
  /** Ends the wait as `cancelled`, and everything with it. After an answer it does nothing: all ends within 5 seconds. */
  close(): void;
}

export interface LoopbackOptions {
  /** Path of the redirect URI, from its slash on. */
  readonly path?: string;
  readonly signal: AbortSignal;
  /** Counted from the opening; 5 minutes unless told otherwise. */
  readonly timeLimit?: DurationMs;
  /** 8400 to 8999 unless told otherwise, as the Partner Center PowerShell module has it. */
  readonly ports?: { readonly first: number; readonly last: number };
}

const TIME_LIMIT: DurationMs = 5 * MINUTE;
const PORTS = { first: 8400, last: 8999 } as const;
/** How long the browser has for fetching its last page. */
const FAREWELL: DurationMs = 5 * SECOND;
/**
 * A browser is quick; whoever is slower is not one. Its headers hold the cookies of everything that was ever served on `localhost`,
 * whatever its port: Chromium and Firefox keep up to 180 of 4 KB.
 */
const LIMITS = {
  maxHeaderSize: 1024 * 1024,
  headersTimeout: 10 * SECOND,
  requestTimeout: 10 * SECOND,
  connectionsCheckingInterval: SECOND,
} as const;
const MOST_CONNECTIONS = 32;
const LAST_PAGE = '/finished';

/**
 * Receives the answer of a sign-in in the system's browser (RFC 8252, section 7.3). The browser is sent on to another address
 * at once, so that the code stays neither in its address bar nor in its history.
 * Rejects with `NoFreePortError`, or with the signal's reason when that is already aborted.
 */
export async function openLoopback(options: LoopbackOptions): Promise<Loopback> {
  options.signal.throwIfAborted();
  const receiver = new Receiver(options.path ?? '/');
  await receiver.open(options);
  return receiver;
}

class Receiver implements Loopback {
  #origin = '';
  #host = '';
  #state: string | null = null;
  /** What the browser is shown once there is an answer. */
  #lastPage: Page | null = null;
  readonly #sockets = new Set<Socket>();
  #stop: () => void = () => {};
  #settle: (answer: LoopbackAnswer) => void = () => {};
  readonly #answer = new Promise<LoopbackAnswer>((resolve) => {
    this.#settle = resolve;
  });

  constructor(private readonly path: string) {}

  get redirectUri(): string {
    return `${this.#origin}${this.path}`;
  }

  async open({ signal, timeLimit = TIME_LIMIT, ports = PORTS }: LoopbackOptions): Promise<void> {
    const { port, servers } = await holdFreePort(ports, LIMITS, (request, response) => this.#serve(request, response));
    this.#host = `localhost:${port}`;
    this.#origin = `http://${this.#host}`;
    for (const server of servers) server.on('connection', (socket) => this.#admit(socket));
    const cancel = () => this.close();
    const timer = setTimeout(() => this.#end({ kind: 'timed-out' }), timeLimit);
    this.#stop = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      for (const server of servers) {
        server.close();
        server.closeAllConnections();
      }
    };
    signal.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
  }

  answerTo(state: string): Promise<LoopbackAnswer> {
    this.#state ??= state;
    return this.#answer;
  }

  close(): void {
    this.#end({ kind: 'cancelled' });
  }

  /** After an answer the browser may still fetch its last page; nothing else is served then. */
  #end(answer: LoopbackAnswer): void {
    if (this.#lastPage !== null) return;
    this.#settle(answer);
    this.#stop();
  }

  /** Whoever connects comes in: the one that is here longest goes, as a browser has said all it has to within a moment. */
  #admit(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    const [oldest] = this.#sockets;
    if (!oldest || this.#sockets.size <= MOST_CONNECTIONS) return;
    this.#sockets.delete(oldest);
    oldest.destroy();
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const { status, headers, body } = this.#reply(request);
    response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
    response.end(body);
    if (status === 200) response.once('close', () => this.#stop());
  }

  #reply(request: IncomingMessage): Reply {
    // A web page whose own name was made to resolve to this computer ("DNS rebinding") sends that name.
    if (request.headers.host?.toLowerCase() !== this.#host) return refuse(400, 'Wrong host.');
    if (request.method !== 'GET') return refuse(405, 'Only GET is supported.', { Allow: 'GET' });
    const target = request.url ?? '';
    const last = this.#lastPage;
    if (last !== null && target === LAST_PAGE) return { status: 200, headers: last.headers, body: last.html };
    if (last !== null || target.replace(/\?.*$/s, '') !== this.path) return refuse(404, "There's nothing here.");
    const url = new URL(`${this.#origin}${target}`);
    const answer = readAnswer(url, this.#state);
    if (answer === null) return refuse(400, "This isn't the answer to the open sign-in.");
    this.#lastPage = answer === 'code' ? GOOD_PAGE : BAD_PAGE;
    this.#settle({ kind: 'answered', url: url.href });
    setTimeout(() => this.#stop(), FAREWELL).unref();
    return { status: 303, headers: { ...SAFE_HEADERS, Location: LAST_PAGE }, body: '' };
  }
}

interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Whether the query is the answer to this state, and which. Source: RFC 6749, sections 4.1.2 and 4.1.2.1. */
function readAnswer(url: URL, state: string | null): 'code' | 'error' | null {
  const given = onlyValue(url, 'state');
  if (state === null || given === null || !isSameText(given, state)) return null;
  if (onlyValue(url, 'error') !== null) return 'error';
  return onlyValue(url, 'code') === null ? null : 'code';
}

function refuse(status: number, text: string, more: Readonly<Record<string, string>> = {}): Reply {
  const headers = { ...SAFE_HEADERS, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close', ...more };
  return { status, headers, body: `${text}\n` };
}
