import { classify, invalid, namedByPage } from '../../core/failures/classify';
import { explain } from '../../core/failures/explain';
import type { Keeper } from '../../core/keeper/keeper';
import type { Connection, SignInMethod } from '../../core/model/connection';
import type { Result } from '../../core/model/failure';
import { methodProblem, methodsFor } from '../../core/validation/sign-in-methods';
import type { SignInView } from '../../ipc/contract';
import type { RunningSignIn, SignInFlow, SignInHint } from '../../platform/sign-in/flow';
export interface SignInPorts {
  readonly keeper: Pick<Keeper, 'beginSignIn' | 'change' | 'find' | 'nowFor'>;
  readonly flows: Readonly<Record<SignInMethod, SignInFlow>>;
  /** The practice cloud's origin, started if need be, for a connection that lives there; `null` for all others. */
  readonly practiceOriginFor: (connection: Connection) => Promise<string | null>;
  readonly changed: () => void;
  /** The person has to see something in the panel to go on. */
  readonly needsPanel: (id: string) => void;
}

/** How to sign in: the connection's own way unless another is asked for. */
export interface SignInRequest {
  readonly consent?: boolean;
  readonly method?: SignInMethod;
  /** Whether the system's browser may be opened, which it may unless told otherwise. */
  readonly opensBrowser?: boolean;
  /** Is told what the person has to see, where that is not to be in the panel. */
  readonly tell?: (hint: SignInHint) => void;
}

type SignedIn = Result<{ signedIn: boolean }>;

interface Progress {
  readonly method: SignInMethod;
  tell: ((hint: SignInHint) => void) | null;
  readonly cancelled: AbortController;
  running: RunningSignIn | null;
  /** Its page has done its part: what it gave is being kept, and there is nothing left to show. */
  isEnding: boolean;
  hint: SignInHint;
}

interface OpenSignIn extends Progress {
  readonly result: Promise<SignedIn>;
}

/** The sign-ins that are open: one for each connection at most. */
export class SignIns {
  #open = new Map<string, OpenSignIn>();

  constructor(private readonly ports: SignInPorts) {}

  get anyOpen(): boolean {
    return this.#open.size > 0;
  }

  /**
   * Signs in and resolves when it is over. A second call for the same connection shows the page again and waits with the
   * first, or signs in anew when the first is over but for what is being kept; one that asks for another way takes the first one's place. Giving up is no failure.
   */
  async signIn(id: string, request: SignInRequest = {}): Promise<SignedIn> {
    const open = this.#open.get(id);
    if (open && !open.isEnding && (request.method ?? open.method) === open.method) {
      open.tell = request.tell ?? null;
      open.tell?.(open.hint);
      void open.running?.show();
      return open.result;
    }
    if (open) {
      if (!open.isEnding) this.cancel(id);
      await open.result.catch(() => undefined);
      return this.signIn(id, request);
    }
    const connection = this.ports.keeper.find(id);
    const method = request.method ?? connection?.signInMethod ?? 'app-window';
    const problem = connection && methodProblem({ ...connection, signInMethod: method });
    if (connection && problem !== null) return invalid(problem, this.ports.keeper.nowFor(connection));
    const progress: Progress = {
      method,
      tell: request.tell ?? null,
      cancelled: new AbortController(),
      running: null,
      isEnding: false,
      hint: { kind: 'none' },
    };
    const result = this.#run(id, request, progress).finally(() => this.#close(id));
    this.#open.set(id, Object.assign(progress, { result }));
    this.ports.changed();
    return result;
  }

  /** Shows the page of an open sign-in again. Resolves to `false` when no browser could be opened. */
  async show(id: string): Promise<boolean> {
    return (await this.#open.get(id)?.running?.show()) ?? true;
  }

  /** Gives up, as if the person had closed the window. */
  cancel(id: string): void {
    this.#open.get(id)?.cancelled.abort();
  }

  cancelAll(): void {
    for (const id of this.#open.keys()) this.cancel(id);
  }

  /** What the person has to see to go on. */
  hintOf(id: string): SignInHint {
    return this.#open.get(id)?.hint ?? { kind: 'none' };
  }

  views(): readonly SignInView[] {
    return [...this.#open].map(([connectionId, { method, hint }]) => ({
      connectionId,
      method,
      deviceCode: hint.kind === 'code' ? hint.code : null,
      browserFailed: hint.kind === 'address',
      blocked: hint.kind === 'blocked' ? this.#blockOf(connectionId, method, hint.code) : null,
    }));
  }

  /** What a code on the page of a sign-in that is open by `method` means for this connection. */
  #blockOf(id: string, method: SignInMethod, code: number): SignInView['blocked'] {
    const connection = this.ports.keeper.find(id);
    if (!connection) return null;
    const failure = classify(namedByPage(code), this.ports.keeper.nowFor(connection));
    const { what, advice, remedy } = explain(failure, { ...connection, signInMethod: method });
    return { what, advice, remedy };
  }

  #close(id: string): void {
    this.#open.delete(id);
    this.ports.changed();
  }

  async #run(id: string, request: SignInRequest, open: Progress): Promise<SignedIn> {
    const { consent = false, opensBrowser = true } = request;
    const begun = await this.ports.keeper.beginSignIn(id);
    if (!begun.ok) return begun;
    const ticket = begun.value;
    const { signal } = open.cancelled;
    try {
      const practiceOrigin = await this.ports.practiceOriginFor(ticket.connection);
      const tell = (hint: SignInHint) => this.#tell(id, open, hint);
      if (!signal.aborted)
        open.running = this.ports.flows[open.method]({ ticket, consent, practiceOrigin, opensBrowser, signal, tell });
      const exchange = (await open.running?.exchange) ?? null;
      open.isEnding = true;
      if (!exchange) {
        ticket.cancel();
        return { ok: true, value: { signedIn: false } };
      }
      const kept = await ticket.complete(exchange);
      if (!kept.ok) return kept;
      await this.#remember(kept.value, open.method);
      return { ok: true, value: { signedIn: true } };
    } catch (error) {
      ticket.cancel();
      throw error;
    }
  }

  #tell(id: string, open: Progress, hint: SignInHint): void {
    const needed = hint.kind !== 'none' && open.hint.kind === 'none';
    open.hint = hint;
    this.ports.changed();
    if (open.tell) open.tell(hint);
    else if (needed) this.ports.needsPanel(id);
  }

  /** The way that worked is the connection's own from now on. That it could not be written is no failure of the sign-in. */
  async #remember(connection: Connection, method: SignInMethod): Promise<void> {
    if (connection.signInMethod === method || !methodsFor(connection).includes(method)) return;
    await this.ports.keeper.change(connection.id, { signInMethod: method });
  }
}
