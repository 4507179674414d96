import { DAY, HOUR, MINUTE, SECOND } from '../../src/core/model/time';
import { authorityOf } from './authorities';
import type { Chance } from './chance';
import type { Scene } from './people';

/** How often, for one connection, somebody takes the refresh token along, and an access token of another resource. */
const EXPORTS = 400 * DAY;
const ASIDES = 120 * DAY;
/** In so many refreshes somebody wants something in the same moment. */
const BESIDE = 0.01;
/** How often somebody quits the app, at any moment and in the middle of a refresh. */
const QUITS = 30 * DAY;
const QUITS_BESIDE = 30 * DAY;
/** Clear time in which whatever is asked of the app comes to an end. */
const PATIENCE = HOUR;

/** Those who want something of the app, people and other processes alike, while it does its own work: they overlap with refreshes, and quit the app in the middle. */
export class Visitors {
  /** Whether somebody quits the app as soon as it refreshes. */
  #isAboutToQuit = false;

  constructor(
    private readonly scene: Scene,
    private readonly chance: Chance,
  ) {}

  /** They come, again and again. */
  begin(): void {
    for (let index = 0; index < this.scene.roster.size; index += 1) {
      this.#again(EXPORTS, () => this.#export(index));
      this.#again(ASIDES, () => this.#askAside(index));
    }
    this.#again(QUITS, () => this.#quit(0));
    this.#again(QUITS_BESIDE, () => {
      this.#isAboutToQuit = true;
    });
  }

  /** A connection is being refreshed: somebody may want something of it, or of the app, before that has ended. */
  meetRefresh(index: number): void {
    if (this.#isAboutToQuit) {
      this.#isAboutToQuit = false;
      this.#soon(() => this.#quit(index));
    }
    if (!this.chance.happens(BESIDE)) return;
    const wantsRefreshToken = this.chance.below(7) === 0;
    this.#soon(() => (wantsRefreshToken ? this.#export(index) : this.#askAside(index)));
  }

  #soon(come: () => void): void {
    this.scene.time.after(this.chance.below(2 * SECOND), come);
  }

  #quit(index: number): void {
    this.#watch(index, () => this.scene.machine.quit());
  }

  #export(index: number): void {
    const { machine, referee, roster } = this.scene;
    if (!machine.isAtWork) return;
    const life = machine.life;
    referee.exportAsked(index);
    this.#watch(index, async () => {
      const exported = await machine.keeper.exportRefreshToken(roster.idOf(index), 'file');
      referee.exportAnswered(index, exported.ok ? exported.value.refreshToken : null, life);
    });
  }

  #askAside(index: number): void {
    const { machine, roster } = this.scene;
    if (!machine.isAtWork) return;
    this.#watch(index, () => machine.keeper.accessToken(roster.idOf(index), 5 * MINUTE, { kind: 'graph' }));
  }

  /** Sees that what was asked for comes to an end, one way or another, unless the process does. */
  #watch(index: number, ask: () => Promise<unknown>): void {
    const { time, weather, machine, referee } = this.scene;
    // Before it is asked, which may be its end.
    const life = machine.life;
    let isOver = false;
    ask().finally(() => {
      isOver = true;
    });
    const look = () => {
      if (isOver || life !== machine.life) return;
      const { clearSince } = weather.wayTo(authorityOf(index));
      if (clearSince !== null && time.now - clearSince > PATIENCE) referee.breach('stuck', index);
      else time.after(PATIENCE, look);
    };
    time.after(2 * PATIENCE, look);
  }

  #again(mean: number, come: () => void): void {
    this.scene.time.after(this.chance.wait(mean), () => {
      come();
      this.#again(mean, come);
    });
  }
}
