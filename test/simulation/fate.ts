import { DAY, HOUR, MINUTE } from '../../src/core/model/time';
import { type Authority, authorityOf } from './authorities';
import { CLOCK_SEEN_WITHIN } from './bounds';
import type { Cause } from './causes';
import type { Chance } from './chance';
import type { Scene } from './people';

const USUAL_LIFETIME = 90 * DAY;
/** What a tenant may change its lifetime to, and how long it lasts at most: the shorter it is, the sooner it is taken back. */
const POLICIES = [
  { lifetime: 2 * DAY, longest: 60 * DAY },
  { lifetime: 7 * DAY, longest: 600 * DAY },
  { lifetime: 30 * DAY, longest: Number.POSITIVE_INFINITY },
  { lifetime: USUAL_LIFETIME, longest: Number.POSITIVE_INFINITY },
] as const;

/** How often a tenant may want a sign-in, and for how long it wants that at most. */
const FREQUENCIES = [
  { frequency: 7 * DAY, longest: 100 * DAY },
  { frequency: 30 * DAY, longest: 600 * DAY },
  { frequency: 60 * DAY, longest: 1000 * DAY },
] as const;

/** What happens by itself, again and again: to a tenant, and to the machine's clock. */
export class Fate {
  /** Whether the clock jumped, and the app has not looked at it since. */
  #hasJumpedUnseen = false;
  /** Authorities one of whose tenants gets no answer: never two at a time. */
  readonly #haveSick = new Set<Authority>();

  constructor(
    private readonly scene: Scene,
    private readonly chance: Chance,
    private readonly without: ReadonlySet<Cause>,
  ) {}

  /** The app runs again: only now it can see that the clock jumped meanwhile, or shortly before it slept. */
  wake(): void {
    if (this.#hasJumpedUnseen) this.scene.referee.clockJumped();
    this.#hasJumpedUnseen = false;
  }

  begin(): void {
    for (let index = 0; index < this.scene.roster.size; index += 1) this.#visit(index);
    if (!this.without.has('clock')) this.#troubleClock();
  }

  #visit(index: number): void {
    const { server, referee, roster, time } = this.scene;
    const tenant = server.tenant(index);
    this.#again('revocation', 500 * DAY, () => {
      tenant.revokedBefore = time.now;
      referee.needsPerson(index, 'sign-in');
    });
    this.#again('secret', 700 * DAY, () => {
      tenant.secretExpired = true;
      roster.renewSecret(index);
      referee.needsPerson(index, 'replace-secret');
    });
    this.#again('block', 1500 * DAY, () => this.#block(index));
    this.#again('sickness', 2000 * DAY, () => this.#makeSick(index));
    this.#again('policy', 6000 * DAY, () => {
      const { lifetime, longest } = POLICIES[this.chance.below(POLICIES.length)] ?? POLICIES[0];
      this.#setLifetime(index, lifetime);
      if (!Number.isFinite(longest)) return;
      const { policySince } = tenant;
      time.after(this.chance.span(DAY, longest), () => {
        if (tenant.policySince === policySince) this.#setLifetime(index, USUAL_LIFETIME);
      });
    });
    this.#again('frequency', 3000 * DAY, () => {
      const { frequency, longest } = FREQUENCIES[this.chance.below(FREQUENCIES.length)] ?? FREQUENCIES[0];
      this.#setFrequency(index, frequency);
      const { frequencySince } = tenant;
      time.after(this.chance.span(DAY, longest), () => {
        if (tenant.frequencySince === frequencySince) this.#setFrequency(index, Number.POSITIVE_INFINITY);
      });
    });
  }

  #again(cause: Cause, mean: number, happen: () => void): void {
    this.scene.time.after(this.chance.wait(mean), () => {
      if (!this.without.has(cause)) happen();
      this.#again(cause, mean, happen);
    });
  }

  /** Conditional access keeps a tenant's user out, until an admin sees to it. */
  #block(index: number): void {
    const { server, referee, time } = this.scene;
    const tenant = server.tenant(index);
    if (tenant.isBlocked) return;
    tenant.isBlocked = true;
    referee.needsPerson(index, 'sign-in-in-browser');
    time.after(this.chance.span(HOUR, 60 * DAY), () => {
      tenant.isBlocked = false;
      referee.unblocked(index);
    });
  }

  #makeSick(index: number): void {
    const { server, referee, time } = this.scene;
    const authority = authorityOf(index);
    if (this.#haveSick.has(authority)) return;
    this.#haveSick.add(authority);
    server.tenant(index).isSick = true;
    referee.fellSick(index);
    time.after(this.chance.span(10 * MINUTE, 30 * DAY), () => {
      this.#haveSick.delete(authority);
      server.tenant(index).isSick = false;
      referee.recovered(index);
    });
  }

  #setLifetime(index: number, lifetime: number): void {
    const { server, referee, time } = this.scene;
    const tenant = server.tenant(index);
    tenant.lifetime = lifetime;
    tenant.policySince = time.now;
    referee.note(index, `policy: a lifetime of ${lifetime / DAY} days`);
  }

  #setFrequency(index: number, frequency: number): void {
    const { server, referee, time } = this.scene;
    const tenant = server.tenant(index);
    tenant.frequency = frequency;
    tenant.frequencySince = time.now;
    referee.note(
      index,
      Number.isFinite(frequency) ? `policy: a sign-in every ${frequency / DAY} days` : 'no such policy any more',
    );
  }

  /** Every few months the clock is wrong for a while. */
  #troubleClock(): void {
    const { time } = this.scene;
    time.after(this.chance.wait(120 * DAY), () => {
      const ahead = this.chance.happens(0.5) ? 1 : -1;
      this.#setClock(ahead * this.chance.span(MINUTE, 400 * DAY));
      time.after(this.chance.span(HOUR, 30 * DAY), () => {
        this.#setClock(0);
        this.#troubleClock();
      });
    });
  }

  #setClock(skew: number): void {
    const { machine, referee, time } = this.scene;
    referee.checkDebts();
    machine.skew = skew;
    referee.clockJumped();
    this.#hasJumpedUnseen = true;
    time.after(CLOCK_SEEN_WITHIN, () => {
      if (machine.isAtWork) this.#hasJumpedUnseen = false;
    });
    const what = skew === 0 ? 'clock right again' : `clock off by ${Math.round(skew / MINUTE)} minutes`;
    referee.noteForAll(what, 'clock', skew !== 0);
  }
}
