import type { Connection } from '../../src/core/model/connection';
import { SECOND } from '../../src/core/model/time';
import type { ConnectionsFile, SavedState } from '../../src/core/storage/ports';
import type { Chance } from './chance';
import { never } from './keyring';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';

/** So often writing takes its time, and for how long at most. */
const SLOW = 0.1;
const SLOWEST = SECOND / 2;

/** What is on the disk: the connections file, which outlives the processes that write it. */
export class Disk {
  #saved: SavedState | null = null;
  #before: SavedState | null = null;
  #savedInTurn = Number.NaN;
  #isSlow = false;

  constructor(
    private readonly time: VirtualTime,
    private readonly chance: Chance,
    private readonly weather: () => Weather,
  ) {}

  /** From now on writing takes its time now and then. */
  beSlow(): void {
    this.#isSlow = true;
  }

  get connections(): readonly Connection[] {
    return this.#saved?.connections ?? [];
  }

  /** The connections of which notifications were noted in the file this very moment, so that nobody can have been told of them. */
  justAnnounced(): readonly Connection[] {
    return this.#savedInTurn === this.time.turn ? announcedSince(this.#before, this.connections) : [];
  }

  /** The file as a process sees it. `ends` tells whether that process is dead, and may end it. */
  portFor(ends: (step: string) => boolean): ConnectionsFile {
    return {
      load: async () => {
        if (ends('file load')) return never();
        return this.#saved ? { kind: 'loaded', state: this.#saved } : { kind: 'missing' };
      },
      save: async (state) => {
        if (this.#isSlow && this.chance.happens(SLOW)) await this.time.sleep(this.chance.span(1, SLOWEST));
        if (ends('before file rename')) return never();
        if (this.weather().isOut('disk')) throw new Error('no space left');
        if (this.#savedInTurn !== this.time.turn) this.#before = this.#saved;
        this.#savedInTurn = this.time.turn;
        // What the keeper hands over is never changed afterwards, so the reference is as good as a copy.
        this.#saved = state;
        if (ends('after file rename')) return never();
      },
    };
  }
}

/** The connections of which these note notifications that the state before did not. */
function announcedSince(before: SavedState | null, after: readonly Connection[]): readonly Connection[] {
  const known = new Map(before?.connections.map(({ id, notificationsRaised }) => [id, notificationsRaised]));
  return after.filter(({ id, notificationsRaised }) => {
    const raised = known.get(id) ?? [];
    return notificationsRaised !== raised && notificationsRaised.some((key) => !raised.includes(key));
  });
}
