import type { Exchange } from '../../src/core/model/exchange';
import { SECOND } from '../../src/core/model/time';
import { rawReply } from '../support/raw-reply';
import type { Authority } from './authorities';
import type { Cause } from './causes';
import type { Chance } from './chance';
import { refuse } from './server';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';

/** How often something goes wrong with one exchange. */
const REPLY_FAULT = 0.025;

/** Who an exchange's outcome comes from: the `server` that judged it; the `authority`, that has a fault and says so; or `nobody`. */
export type Voice = 'server' | 'authority' | 'nobody';

export interface Carried {
  readonly exchange: Exchange;
  readonly voice: Voice;
}

/** The way to the server and back, which takes time, and on which things go wrong. */
export class Wire {
  peakInFlight = 0;
  #inFlight = 0;
  /** Ends every wait for a reply: the app does not wait for it any more, or is dead. */
  readonly #waits = new Set<() => void>();

  constructor(
    private readonly time: VirtualTime,
    private readonly chance: Chance,
    private readonly without: ReadonlySet<Cause>,
    private readonly weather: () => Weather,
  ) {}

  /** Asks the server, and brings what comes back. `ask` gives `null` when the tenant gets no answer. `isReachable`: not asleep, nor dead. */
  async carry(
    authority: Authority,
    ask: () => Exchange | null,
    isReachable: () => boolean,
    signal: AbortSignal,
  ): Promise<Carried> {
    this.#inFlight += 1;
    this.peakInFlight = Math.max(this.peakInFlight, this.#inFlight);
    await this.#wait(this.chance.span(50, 3 * SECOND));
    this.#inFlight -= 1;
    const fault = isReachable() ? this.#fault(authority, ask, signal) : LOST;
    if (fault?.voice === 'nobody') this.weather().blink(authority);
    if (fault) return fault;
    const exchange = ask();
    return exchange ? { exchange, voice: 'server' } : BROKEN;
  }

  /** Nobody waits any more for what is under way. */
  breakOff(): void {
    for (const end of [...this.#waits]) end();
  }

  #wait(span: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        this.#waits.delete(end);
        cancel();
        resolve();
      };
      const cancel = this.time.after(span, end);
      this.#waits.add(end);
    });
  }

  /** What comes back instead of the server's own answer; `null` when nothing stands in the way. */
  #fault(authority: Authority, ask: () => unknown, signal: AbortSignal): Carried | null {
    if (this.weather().isOut('network')) return LOST;
    if (signal.aborted) {
      // The server may have done its part already.
      if (this.chance.happens(0.5)) ask();
      return LOST;
    }
    if (this.weather().isOut(authority)) return BROKEN;
    if (!this.chance.happens(REPLY_FAULT) || this.without.has('reply')) return null;
    switch (this.chance.below(8)) {
      case 0:
        return { exchange: reply(429, this.#upToAQuarter()), voice: 'authority' };
      case 1:
        return { exchange: reply(503, this.#upToAQuarter()), voice: 'authority' };
      case 2:
        return { exchange: refuse(90033, 'A transient error has occurred.', 'server_error', 500), voice: 'authority' };
      case 3:
        return { exchange: refuse(50196, 'A client request loop has been detected.'), voice: 'authority' };
      case 4:
        // A code that nobody knows is the authority's own nevertheless.
        return { exchange: refuse(599999, 'Something went wrong.', 'server_error', 503), voice: 'authority' };
      case 5:
        return { exchange: reply(500), voice: 'nobody' };
      case 6:
        return { exchange: reply(200), voice: 'nobody' };
      default:
        // The server has done its part, and the reply is lost on the wire.
        ask();
        return LOST;
    }
  }

  /** What a server asks for: up to a quarter of an hour, in seconds. */
  #upToAQuarter(): string {
    return String(1 + this.chance.below(900));
  }
}

const LOST: Carried = { exchange: { ok: false, raw: { kind: 'network', code: 'ECONNRESET' } }, voice: 'nobody' };
const BROKEN: Carried = { exchange: reply(503), voice: 'nobody' };

/** Of nobody that knows anything: a proxy, a hotel, a server in trouble. */
function reply(status: number, retryAfter?: string): Exchange {
  return { ok: false, raw: rawReply(status, null, retryAfter === undefined ? {} : { retryAfter }) };
}
