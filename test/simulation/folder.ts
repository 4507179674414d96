import { HOUR, SECOND } from '../../src/core/model/time';
import type { FolderLock } from '../../src/core/storage/ports';
import type { Cause } from './causes';
import type { Chance } from './chance';
import { never } from './keyring';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';

/** In so many starts another process has the folder: a command that has become its keeper for a while. */
const OTHERS = 0.05;
/** For so long a lock waits for its turn. */
const WAIT = 30 * SECOND;

/** The data folder, which one process has for as long as it lives. */
export class Folder {
  /** Whether the last process left it as clean. */
  #isClean = false;

  constructor(
    private readonly time: VirtualTime,
    private readonly chance: Chance,
    private readonly without: ReadonlySet<Cause>,
    private readonly weather: () => Weather,
  ) {}

  /** A process starts, and somebody else may have the folder. */
  meetOthers(): void {
    if (this.chance.happens(OTHERS) && !this.without.has('folder'))
      this.weather().strike('folder', this.chance.span(SECOND, 5 * HOUR));
  }

  /** The lock as a process sees it. `ends` tells whether that process is dead, and may end it. */
  portFor(ends: (step: string) => boolean): FolderLock {
    return {
      take: async () => {
        const since = this.time.now;
        while (this.weather().isOut('folder') && this.time.now < since + WAIT) await this.time.sleep(SECOND);
        if (ends('folder lock')) return never();
        if (this.weather().isOut('folder')) return { ok: false, holder: null };
        const isClean = this.#isClean;
        this.#isClean = false;
        return {
          ok: true,
          isClean,
          release: async (left) => {
            this.#isClean = left;
          },
        };
      },
    };
  }
}
