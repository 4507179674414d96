import { DAY, type DurationMs } from '../../core/model/time';
import type { ActiveFault, Fault, FaultTarget } from './contract';

/** A `Date` header holds four digits of a year. */
const FARTHEST_DATE: DurationMs = 20 * 365 * DAY;

/** What a call meets: delays that add up, a wait with no end of its own, then at most one thing going wrong. */
export interface MetFaults {
  readonly delay: DurationMs;
  /** Resolves when the faults are cleared. */
  readonly held?: Promise<void>;
  readonly fault: Exclude<Fault, { kind: 'latency' | 'held' | 'refused' }> | null;
}

/** The faults that are set, in the order they were set; of those that go wrong, a call meets the first. */
export class FaultBook {
  #faults: ActiveFault[] = [];
  #release: () => void = () => undefined;
  #cleared = this.#nextClearing();

  /** Throws a RangeError for a fault that makes no sense. */
  set(target: FaultTarget, fault: Fault, times?: number): void {
    if (times !== undefined && !(Number.isInteger(times) && times > 0))
      throw new RangeError('"times" must be a whole number of at least 1.');
    if (fault.kind === 'refused' && target !== 'any')
      throw new RangeError('Network connections are refused for every call or for none. Use the target "any".');
    if (fault.kind === 'refused' && times !== undefined)
      throw new RangeError(
        'Refused network connections can\'t be counted. Leave out "times", and clear the fault later.',
      );
    if (fault.kind === 'status' && !(Number.isInteger(fault.status) && fault.status >= 200 && fault.status <= 599))
      throw new RangeError('A status must be a whole number from 200 to 599.');
    if (fault.kind === 'latency' && !(fault.delay >= 0 && fault.delay <= 3_600_000))
      throw new RangeError('A delay must be from 0 to 3,600,000 milliseconds.');
    if (fault.kind === 'wrong-date' && !(Math.abs(fault.ahead) <= FARTHEST_DATE))
      throw new RangeError('A date can be wrong by up to 20 years.');
    this.#faults.push({ target, fault, left: times ?? null });
  }

  clear(): void {
    this.#faults = [];
    this.#release();
    this.#cleared = this.#nextClearing();
  }

  list(): readonly ActiveFault[] {
    return [...this.#faults];
  }

  get refusesConnections(): boolean {
    return this.#faults.some(({ fault }) => fault.kind === 'refused');
  }

  /** What a call to `target` meets now. Counts it. */
  meet(target: FaultTarget): MetFaults {
    let delay = 0;
    let isHeld = false;
    let met: MetFaults['fault'] = null;
    const left: ActiveFault[] = [];
    for (const active of this.#faults) {
      const { fault } = active;
      const touched =
        (active.target === 'any' || active.target === target) &&
        (fault.kind === 'latency' || fault.kind === 'held' || met === null);
      if (!touched || fault.kind === 'refused') {
        left.push(active);
        continue;
      }
      if (fault.kind === 'latency') delay += fault.delay;
      else if (fault.kind === 'held') isHeld = true;
      else met = fault;
      if (active.left === null) left.push(active);
      else if (active.left > 1) left.push({ ...active, left: active.left - 1 });
    }
    this.#faults = left;
    return { delay, ...(isHeld ? { held: this.#cleared } : {}), fault: met };
  }

  #nextClearing(): Promise<void> {
    return new Promise((resolve) => {
      this.#release = resolve;
    });
  }
}
