import type { Credential } from '../../src/core/credential';
import { Keeper } from '../../src/core/keeper';
import type { Notice } from '../../src/core/keeper-api';
import { type Exchange, KeychainError, type SavedState, type TokenEndpoint } from '../../src/core/ports';
import { HOUR, MINUTE, SECOND } from '../../src/core/time';
import type { Chance } from './chance';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';

/** What the machine tells the referee. */
export interface Witness {
  presented(refreshToken: string): void;
  delivered(exchange: Exchange): void;
  told(notice: Notice): void;
  crashed(step: string): void;
}

/** How often something goes wrong with one exchange, and how often a step is the last one before a crash. */
const REPLY_FAULT = 0.02;
const CRASH = 1 / 40_000;

const never = (): Promise<never> => new Promise(() => undefined);

/**
 * A computer with a keychain, a disk, a clock that may be wrong, and the real keeper on it. A crash leaves what was
 * written; every call of the dead process stays unanswered for ever.
 */
export class Machine {
  keeper: Keeper;
  /** How far the machine's clock is ahead of true time. */
  skew = 0;
  inFlight = 0;
  peakInFlight = 0;
  retries = 0;
  crashes = 0;
  readonly #keychain = new Map<string, string>();
  #saved: SavedState | null = null;
  #life = 0;
  #suspended: Array<() => void> = [];
  #asleep = false;

  constructor(
    private readonly time: VirtualTime,
    private readonly chance: Chance,
    private readonly weather: () => Weather,
    private readonly redeem: (refreshToken: string, clientSecret: string) => Exchange,
    private readonly witness: Witness,
    private readonly spoil: (endpoint: TokenEndpoint) => TokenEndpoint,
  ) {
    this.keeper = this.#boot();
  }

  get isAsleep(): boolean {
    return this.#asleep;
  }

  /** The lid closes: half of the times the app goes on afterwards, otherwise it starts anew. */
  sleep(): void {
    this.#asleep = true;
    if (this.chance.happens(0.5)) this.#die('power');
  }

  wake(): void {
    this.#asleep = false;
    if (this.#suspended.length === 0) {
      void this.keeper.start();
      return;
    }
    const due = this.#suspended;
    this.#suspended = [];
    for (const fire of due) fire();
    if (this.chance.happens(0.8)) this.keeper.nudge('wake');
  }

  #die(step: string): void {
    this.#life += 1;
    this.#suspended = [];
    this.inFlight = 0;
    this.crashes += 1;
    this.witness.crashed(step);
    this.keeper = this.#boot();
  }

  /** Passes a numbered step of the process: it may be the last, and a dead process never comes back from one. */
  async #step(life: number, name: string): Promise<void> {
    if (life === this.#life && this.chance.happens(CRASH)) {
      this.#die(name);
      this.weather().strike('asleep', this.chance.span(MINUTE, 4 * HOUR));
    }
    if (life !== this.#life) await never();
  }

  #boot(): Keeper {
    const life = this.#life;
    const step = (name: string) => this.#step(life, name);
    const check = () => {
      if (this.weather().isOut('keychain')) throw new KeychainError('locked');
    };
    const keeper = new Keeper({
      clockOf: () => ({ now: () => this.time.now + this.skew }),
      timers: { set: (delay, fire) => this.time.after(delay, () => this.#fire(life, fire)) },
      random: this.chance.next,
      keychain: {
        get: async (account) => {
          await step('keychain get');
          check();
          return this.#keychain.get(account) ?? null;
        },
        set: async (account, value) => {
          await step('before keychain set');
          check();
          this.#keychain.set(account, value);
          await step('after keychain set');
        },
        delete: async (account) => {
          await step('before keychain delete');
          check();
          const was = this.#keychain.delete(account);
          await step('after keychain delete');
          return was;
        },
        entries: async () => {
          await step('keychain entries');
          check();
          return [...this.#keychain].map(([account, value]) => ({ account, value }));
        },
        probe: async () => {
          await step('keychain probe');
          check();
        },
      },
      file: {
        load: async () => {
          await step('file load');
          return this.#saved ? { kind: 'loaded', state: this.#saved } : { kind: 'missing' };
        },
        changed: async () => false,
        save: async (state) => {
          await step('before file rename');
          if (this.weather().isOut('disk')) throw new Error('no space left');
          this.#saved = state;
          await step('after file rename');
        },
      },
      endpoint: this.spoil({
        redeem: (request) => this.#exchange(life, request.refreshToken, secretOf(request.credential)),
      }),
    });
    keeper.listen((event) => {
      if (event.type === 'notice' && life === this.#life) this.witness.told(event.notice);
    });
    return keeper;
  }

  #fire(life: number, fire: () => void): void {
    if (life !== this.#life) return;
    if (this.#asleep) this.#suspended.push(() => this.#fire(life, fire));
    else fire();
  }

  async #exchange(life: number, refreshToken: string, clientSecret: string): Promise<Exchange> {
    await this.#step(life, 'before request');
    this.inFlight += 1;
    this.peakInFlight = Math.max(this.peakInFlight, this.inFlight);
    await this.time.sleep(this.chance.span(50, 3 * SECOND));
    const exchange = this.#answer(life, refreshToken, clientSecret);
    if (life === this.#life) this.inFlight -= 1;
    await this.#step(life, 'after reply');
    if (exchange.ok) this.witness.delivered(exchange);
    else this.retries += 1;
    return exchange;
  }

  #answer(life: number, refreshToken: string, clientSecret: string): Exchange {
    const lost: Exchange = { ok: false, raw: { kind: 'network', code: 'ECONNRESET' } };
    if (life !== this.#life || this.#asleep || this.weather().isOut('network')) return lost;
    const reply = (status: number, retryAfter: string | null, body = ''): Exchange => ({
      ok: false,
      raw: { kind: 'reply', status, body, retryAfter, date: null },
    });
    if (this.weather().isOut('server')) return reply(503, null);
    if (this.chance.happens(REPLY_FAULT)) {
      const kind = this.chance.below(4);
      if (kind === 0) return reply(429, String(1 + this.chance.below(900)));
      if (kind === 1) return reply(500, null, '{}');
      if (kind === 2) return reply(200, null, '<html>Please sign in to this Wi-Fi</html>');
      // The server has done its part, and the reply is lost on the wire.
      this.redeem(refreshToken, clientSecret);
      return lost;
    }
    this.witness.presented(refreshToken);
    return this.redeem(refreshToken, clientSecret);
  }
}

function secretOf(credential: Credential): string {
  return credential.kind === 'secret' ? credential.clientSecret : '';
}
