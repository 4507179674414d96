import type { DurationMs } from '../../core/model/time';
import type { ActiveFault, Fault, FaultTarget } from './contract';

/** What a call meets: delays that add up, a wait with no end of its own, then at most one thing going wrong. */
export interface MetFaults {
  readonly delay: DurationMs;
  /** Resolves when the faults are cleared; `null` when the call need not wait for that. */
  readonly held: Promise<void> | null;
  readonly fault: Exclude<Fault, { kind: 'latency' | 'held' | 'refused' }> | null;
}

/** The faults that are set, in the order they were set; of those that go wrong, a call meets the first. */
export class FaultBook {
  #faults: ActiveFault[] = [];
  #release: () => void = () => undefined;
  #cleared = this.#nextClearing();

  set(target: FaultTarget, fault: Fault, times?: number): void {
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
    return { delay, held: isHeld ? this.#cleared : null, fault: met };
  }

  #nextClearing(): Promise<void> {
    return new Promise((resolve) => {
      this.#release = resolve;
    });
  }
}
