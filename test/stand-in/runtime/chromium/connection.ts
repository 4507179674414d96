import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping';
import { fromChromium, toChromium } from './schemes';

/** One message of the DevTools protocol, either way. */
export interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly method: string;
  resolve(result: unknown): void;
  reject(error: Error): void;
}

type EventName = keyof ProtocolMapping.Events;
type CommandName = keyof ProtocolMapping.Commands;

/** One DevTools session, typed by the protocol. */
export class Session {
  private readonly emitter = new EventEmitter();

  constructor(
    private readonly connection: Connection,
    readonly id: string | undefined,
  ) {
    this.emitter.setMaxListeners(0);
  }

  on<E extends EventName>(event: E, listener: (...payload: ProtocolMapping.Events[E]) => void): void {
    this.emitter.on(event, listener);
  }

  send<C extends CommandName>(
    command: C,
    ...params: ProtocolMapping.Commands[C]['paramsType']
  ): Promise<ProtocolMapping.Commands[C]['returnType']> {
    return this.connection.request(command, params[0], this.id);
  }

  /** Called by the connection for each event of this session. */
  deliver(method: string, params: unknown): void {
    this.emitter.emit(method, params);
  }
}

/** The DevTools protocol over Chromium's pipe. Chromium ends by itself when the pipe closes, even if this process is killed. */
export class Connection {
  readonly root: Session;
  private readonly sessions = new Map<string | undefined, Session>();
  private readonly waiting = new Map<number, Waiting>();
  private readonly foreign = new Set<(message: Message) => boolean>();
  private lastId = 0;
  private rest: Buffer[] = [];
  private closed = false;

  constructor(
    private readonly input: Writable,
    output: Readable,
  ) {
    this.root = this.session(undefined);
    output.on('data', (chunk: Buffer) => this.read(chunk));
    output.on('close', () => this.close());
    output.on('error', () => this.close());
    input.on('error', () => this.close());
  }

  session(id: string | undefined): Session {
    const known = this.sessions.get(id);
    if (known) return known;
    const session = new Session(this, id);
    this.sessions.set(id, session);
    return session;
  }

  forget(id: string): void {
    this.sessions.delete(id);
  }

  request(method: string, params: unknown, sessionId: string | undefined): Promise<never>;
  request(method: string, params: unknown, sessionId: string | undefined): Promise<unknown> {
    if (this.closed) return Promise.reject(new Error(`${method}: Chromium is gone`));
    this.lastId += 1;
    const id = this.lastId;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { method, resolve, reject });
      this.write({ id, method, params, sessionId });
    });
  }

  /** Sends a message of somebody else's session as it is. */
  write(message: object): void {
    if (!this.closed) this.input.write(`${toChromium(JSON.stringify(message))}\0`);
  }

  /** Offers every message to `take` first; it returns true for those that are its own. */
  addForeign(take: (message: Message) => boolean): () => void {
    this.foreign.add(take);
    return () => this.foreign.delete(take);
  }

  private read(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(0); end !== -1; end = chunk.indexOf(0, start)) {
      const text = Buffer.concat([...this.rest, chunk.subarray(start, end)]).toString('utf8');
      this.rest = [];
      start = end + 1;
      this.dispatch(JSON.parse(fromChromium(text)));
    }
    if (start < chunk.length) this.rest.push(chunk.subarray(start));
  }

  private dispatch(message: Message): void {
    for (const take of this.foreign) if (take(message)) return;
    if (message.id === undefined) {
      if (message.method) this.sessions.get(message.sessionId)?.deliver(message.method, message.params);
      return;
    }
    const waiting = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result);
  }

  private close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const { method, reject } of this.waiting.values()) reject(new Error(`${method}: Chromium is gone`));
    this.waiting.clear();
  }
}
