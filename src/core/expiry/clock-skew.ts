import type { CloudName } from '../model/clouds';
import type { Exchange } from '../model/exchange';
import { type DurationMs, type EpochMs, MINUTE, SECOND } from '../model/time';

/** A clock may be this wrong before a person is told. Entra ID itself refuses signed assertions that are further off. */
const TOLERANCE: DurationMs = 5 * MINUTE;

/** A `Date` header names whole seconds, rounded down. */
const RESOLUTION: DurationMs = SECOND;

/** A request to a cloud's token endpoint, and what came of it. Times are of the clock here. */
export interface Encounter {
  readonly cloud: CloudName;
  readonly exchange: Exchange;
  readonly startedAt: EpochMs;
  readonly endedAt: EpochMs;
}

/** Compares the system's clock and the practice cloud's with the `Date` of the newest replies. */
export class SkewWatch {
  readonly #skews: { system: DurationMs | null; practice: DurationMs | null } = { system: null, practice: null };

  /** How far the clock that is wrong, the system's first, is behind; negative when it is ahead; `null` when none is known to be. */
  get current(): DurationMs | null {
    return this.#skews.system ?? this.#skews.practice;
  }

  /** Learns from a reply. Returns whether {@link current} is another now. */
  meet(encounter: Encounter): boolean {
    const behind = measureSkew(encounter);
    if (behind === null) return false;
    const before = this.current;
    this.#skews[encounter.cloud === 'practice' ? 'practice' : 'system'] = Math.abs(behind) > TOLERANCE ? behind : null;
    return this.current !== before;
  }
}

/** How far the clock here is behind the server's: the least that fits. `null`: the encounter does not tell. */
export function measureSkew({ exchange, startedAt, endedAt }: Encounter): DurationMs | null {
  const took = endedAt - startedAt;
  if (took < 0 || took > TOLERANCE) return null;
  const serverTime = serverTimeOf(exchange);
  if (serverTime === null) return null;
  if (serverTime > endedAt) return serverTime - endedAt;
  return Math.min(0, serverTime + RESOLUTION - startedAt);
}

/** Only Entra ID's own words are believed: a hotel's sign-in page may have any time. */
function serverTimeOf(exchange: Exchange): EpochMs | null {
  if (exchange.ok) return exchange.tokens.serverTime;
  const { raw } = exchange;
  if (raw.kind !== 'reply' || raw.date === null || raw.error === null) return null;
  const at = Date.parse(raw.date);
  return Number.isFinite(at) ? at : null;
}
