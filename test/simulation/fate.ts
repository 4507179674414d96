import { DAY, HOUR, MINUTE } from '../../src/core/model/time';
import type { Cause } from './causes';
import type { Chance } from './chance';
import type { People, Scene } from './people';

const USUAL_WINDOW = 90 * DAY;
/** What a tenant may change its window to, and how long it lasts at most: the shorter it is, the sooner it is taken back. */
const POLICIES = [
  { lifetime: 12 * HOUR, longest: 60 * DAY },
  { lifetime: 7 * DAY, longest: 600 * DAY },
  { lifetime: 30 * DAY, longest: Number.POSITIVE_INFINITY },
  { lifetime: USUAL_WINDOW, longest: Number.POSITIVE_INFINITY },
] as const;

/** How often a tenant may want a sign-in, and for how long it wants that at most. */
const FREQUENCIES = [
  { frequency: 7 * DAY, longest: 100 * DAY },
  { frequency: 30 * DAY, longest: 600 * DAY },
  { frequency: 60 * DAY, longest: 1000 * DAY },
] as const;

/** What happens by itself, again and again: to a tenant, and to the machine's clock. */
export class Fate {
  #hasJumpedUnseen = false;

  constructor(
    private readonly scene: Scene,
    private readonly people: People,
    private readonly chance: Chance,
    private readonly without: ReadonlySet<Cause>,
  ) {}

  /** The app runs again: only now it can see that the clock jumped meanwhile. */
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
    const again = (cause: Cause, mean: number, happen: () => void) => {
      time.after(this.chance.wait(mean), () => {
        if (!this.without.has(cause)) happen();
        again(cause, mean, happen);
      });
    };
    const tenant = server.tenant(index);
    again('revocation', 500 * DAY, () => {
      tenant.revokedBefore = time.now;
      referee.needsPerson(index, 'sign-in');
    });
    again('secret', 700 * DAY, () => {
      tenant.secretExpired = true;
      roster.renewSecret(index);
      referee.needsPerson(index, 'replace-secret');
    });
    const setWindow = (lifetime: number) => {
      tenant.lifetime = lifetime;
      tenant.policySince = time.now;
      referee.note(index, `policy: window of ${lifetime / DAY} days`);
      if (lifetime === USUAL_WINDOW) this.people.tellOfUsualWindow(index);
    };
    again('policy', 1500 * DAY, () => {
      const { lifetime, longest } = POLICIES[this.chance.below(POLICIES.length)] ?? POLICIES[0];
      setWindow(lifetime);
      if (!Number.isFinite(longest)) return;
      const { policySince } = tenant;
      time.after(this.chance.span(DAY, longest), () => {
        if (tenant.policySince === policySince) setWindow(USUAL_WINDOW);
      });
    });
    const setFrequency = (frequency: number) => {
      tenant.frequency = frequency;
      tenant.frequencySince = time.now;
      referee.note(
        index,
        Number.isFinite(frequency) ? `policy: a sign-in every ${frequency / DAY} days` : 'no such policy any more',
      );
    };
    again('frequency', 3000 * DAY, () => {
      const { frequency, longest } = FREQUENCIES[this.chance.below(FREQUENCIES.length)] ?? FREQUENCIES[0];
      setFrequency(frequency);
      const { frequencySince } = tenant;
      time.after(this.chance.span(DAY, longest), () => {
        if (tenant.frequencySince === frequencySince) setFrequency(Number.POSITIVE_INFINITY);
      });
    });
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
    const { machine, referee } = this.scene;
    referee.checkDebts();
    machine.skew = skew;
    referee.clockJumped();
    this.#hasJumpedUnseen ||= !machine.isAtWork;
    const what = skew === 0 ? 'clock right again' : `clock off by ${Math.round(skew / MINUTE)} minutes`;
    referee.noteForAll(what, 'clock', skew !== 0);
  }
}
