import type { Connection, ConnectionSettings } from '../core/connection';
import type { Credential } from '../core/credential';
import type { RawFailure } from '../core/failure';
import type { KeeperApi, Result, SignInTicket } from '../core/keeper-api';
import type { Exchange } from '../core/ports';
import type { SignInPage, SignInWindow } from './sign-in-window';

/** An authorization that has begun: where to send the person, and what to do with the answer. */
export interface BegunAuthorization {
  /** The authorize endpoint, as a window can open it. */
  readonly url: string;
  /** Checks the address the person was sent back to, and trades its code for tokens. Never rejects. */
  finish(callbackUrl: string): Promise<Exchange>;
}

/** Begins an authorization code flow with PKCE. Never rejects. */
export type BeginAuthorization = (request: {
  readonly connection: ConnectionSettings;
  readonly credential: Credential;
  readonly loginHint: string | null;
  readonly consent: boolean;
  /** The person no longer wants it. */
  readonly signal: AbortSignal;
}) => Promise<
  { readonly ok: true; readonly value: BegunAuthorization } | { readonly ok: false; readonly raw: RawFailure }
>;

/** What a sign-in needs of the world. */
export interface SignInPorts {
  readonly keeper: Pick<KeeperApi, 'beginSignIn'>;
  readonly begin: BeginAuthorization;
  readonly openWindow: (page: SignInPage) => SignInWindow;
  /** The practice cloud's origin, started if need be, for a connection that lives there; `null` for all others. */
  readonly practiceOriginFor: (connection: Connection) => Promise<string | null>;
}

interface OpenSignIn {
  readonly result: Promise<Result<{ signedIn: boolean }>>;
  readonly cancelled: AbortController;
  window: SignInWindow | null;
}

/** The sign-ins that are open: one for each connection at most. */
export class SignIns {
  #open = new Map<string, OpenSignIn>();

  constructor(private readonly ports: SignInPorts) {}

  get anyOpen(): boolean {
    return this.#open.size > 0;
  }

  /**
   * Signs in and resolves when it is over; a second call for the same connection brings the open window to the front and
   * waits with the first. Closing the window is no failure.
   */
  signIn(id: string, consent = false): Promise<Result<{ signedIn: boolean }>> {
    const open = this.#open.get(id);
    if (open) {
      open.window?.focus();
      return open.result;
    }
    const { promise, settle } = later<Result<{ signedIn: boolean }>>();
    const fresh: OpenSignIn = { result: promise, cancelled: new AbortController(), window: null };
    this.#open.set(id, fresh);
    settle(this.#run(id, consent, fresh).finally(() => this.#open.delete(id)));
    return promise;
  }

  /** Closes the window, as the person would. */
  cancel(id: string): void {
    const open = this.#open.get(id);
    if (!open) return;
    open.cancelled.abort();
    open.window?.close();
  }

  cancelAll(): void {
    for (const id of this.#open.keys()) this.cancel(id);
  }

  async #run(id: string, consent: boolean, open: OpenSignIn): Promise<Result<{ signedIn: boolean }>> {
    const begun = await this.ports.keeper.beginSignIn(id);
    if (!begun.ok) return begun;
    const ticket = begun.value;
    try {
      const exchange = await this.#exchange(ticket, consent, open);
      if (!exchange) {
        ticket.cancel();
        return { ok: true, value: { signedIn: false } };
      }
      const kept = await ticket.complete(exchange);
      return kept.ok ? { ok: true, value: { signedIn: true } } : kept;
    } catch (error) {
      ticket.cancel();
      throw error;
    }
  }

  /** Resolves to `null` when the person closed the window. */
  async #exchange(ticket: SignInTicket, consent: boolean, open: OpenSignIn): Promise<Exchange | null> {
    const { connection, credential, loginHint } = ticket;
    const practiceOrigin = await this.ports.practiceOriginFor(connection);
    const { signal } = open.cancelled;
    const begun = await this.ports.begin({ connection, credential, loginHint, consent, signal });
    if (signal.aborted) return null;
    if (!begun.ok) return begun;
    open.window = this.ports.openWindow({
      url: begun.value.url,
      connectionName: connection.name,
      rules: { redirectUri: connection.redirectUri, practiceOrigin },
    });
    const outcome = await open.window.outcome;
    switch (outcome.kind) {
      case 'closed':
        return null;
      case 'unreachable':
        return { ok: false, raw: { kind: 'network', code: outcome.code } };
      case 'crashed':
        return { ok: false, raw: { kind: 'internal', name: 'SignInPageCrashed' } };
      case 'redirected':
        return begun.value.finish(outcome.url);
    }
  }
}

function later<T>(): { promise: Promise<T>; settle: (value: T | PromiseLike<T>) => void } {
  let settle: (value: T | PromiseLike<T>) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}
