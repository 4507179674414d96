import type { Exchange } from '../../src/core/model/exchange';
import { SECOND } from '../../src/core/model/time';
import { rawReply } from '../support/raw-reply';
import type { Cause } from './causes';
import type { Chance } from './chance';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';

/** How often something goes wrong with one exchange. */
const REPLY_FAULT = 0.02;

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

  /** Asks the server, and brings what comes back, and whether the server itself said so. `isReachable`: not asleep, nor dead. */
  async carry(
    ask: () => Exchange,
    isReachable: () => boolean,
    signal: AbortSignal,
  ): Promise<{ readonly exchange: Exchange; readonly isServers: boolean }> {
    this.#inFlight += 1;
    this.peakInFlight = Math.max(this.peakInFlight, this.#inFlight);
    await this.#wait(this.chance.span(50, 3 * SECOND));
    this.#inFlight -= 1;
    const fault = isReachable() ? this.#fault(ask, signal) : LOST;
    return { exchange: fault ?? ask(), isServers: fault === null };
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
  #fault(ask: () => Exchange, signal: AbortSignal): Exchange | null {
    if (this.weather().isOut('network')) return LOST;
    if (signal.aborted) {
      // The server may have done its part already.
      if (this.chance.happens(0.5)) ask();
      return LOST;
    }
    if (this.weather().isOut('server')) return BROKEN;
    if (!this.chance.happens(REPLY_FAULT) || this.without.has('reply')) return null;
    const kind = this.chance.below(4);
    if (kind === 0) return reply(429, { retryAfter: String(1 + this.chance.below(900)) });
    if (kind === 1) return reply(500);
    if (kind === 2) return reply(200);
    // The server has done its part, and the reply is lost on the wire.
    ask();
    return LOST;
  }
}

const LOST: Exchange = { ok: false, raw: { kind: 'network', code: 'ECONNRESET' } };
const BROKEN: Exchange = reply(503);

/** Of nobody that knows anything: a proxy, a hotel, a server in trouble. */
function reply(status: number, headers?: { readonly retryAfter: string }): Exchange {
  return { ok: false, raw: rawReply(status, null, headers) };
}
