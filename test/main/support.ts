import type { Connection, HeldToken, Trouble } from '../../src/core/model/connection';
import type { Failure } from '../../src/core/model/failure';
import { DAY, type DurationMs, type Timers } from '../../src/core/model/time';
import { CONTOSO } from '../support/contoso';

/** An arbitrary day. */
export const NOW = Date.UTC(2026, 10, 23, 12);

export function aToken(change: Partial<HeldToken> = {}): HeldToken {
  return {
    serial: 1,
    issuedAt: NOW,
    signedInAt: NOW,
    lifetime: 90 * DAY,
    account: { username: 'agent@contoso.example', objectId: 'o', tenantId: 't' },
    hasMfa: true,
    ...change,
  };
}

/** A token that has this much of its 90 days left at {@link NOW}. */
export function aTokenWithLeft(left: DurationMs): HeldToken {
  return aToken({ issuedAt: NOW + left - 90 * DAY, signedInAt: NOW + left - 90 * DAY });
}

export function aFailure(change: Partial<Failure> = {}): Failure {
  return {
    code: 'network/refused',
    at: NOW,
    ...change,
  };
}

export function aTrouble(failure: Failure, change: Partial<Trouble> = {}): Trouble {
  return { failure, since: NOW, attempts: 1, retryAt: null, ...change };
}

export function aConnection(change: Partial<Connection> = {}): Connection {
  return {
    ...CONTOSO,
    id: '0123456789abcdef0123456789abcdef',
    name: 'Contoso DE',
    tenant: 'contoso.example',
    clientId: '11111111-2222-4333-8444-555555555555',
    createdAt: NOW,
    token: aToken(),
    credential: { serial: 1, expiresAt: null, thumbprint: null, notificationsRaised: [] },
    trouble: null,
    learnedLifetime: null,
    learnedSignInLimit: null,
    refreshAt: NOW + DAY,
    notificationsRaised: [],
    ...change,
  };
}

/** Timers that fire when the test says how much time has passed. */
export class HandTimers implements Timers {
  #now = 0;
  #waiting = new Set<{ readonly at: number; readonly fire: () => void }>();

  set(delay: DurationMs, fire: () => void): () => void {
    const entry = { at: this.#now + delay, fire };
    this.#waiting.add(entry);
    return () => this.#waiting.delete(entry);
  }

  get count(): number {
    return this.#waiting.size;
  }

  pass(span: DurationMs): void {
    const end = this.#now + span;
    for (;;) {
      const [next] = [...this.#waiting].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#now = next.at;
      this.#waiting.delete(next);
      next.fire();
    }
    this.#now = end;
  }
}

/** Lets promises that are ready go on. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
