import type { AppNotification } from '../../src/core/keeper/keeper-api';
import type { Connection } from '../../src/core/model/connection';
import { DAY, MINUTE } from '../../src/core/model/time';
import type { Chance } from './chance';
import type { Machine } from './machine';
import type { Referee } from './referee';
import type { Roster } from './roster';
import type { Server } from './server';
import type { VirtualTime } from './virtual-time';
import type { Weather } from './weather';

/** A place with everybody and everything in it. */
export interface Scene {
  readonly time: VirtualTime;
  readonly weather: Weather;
  readonly server: Server;
  readonly machine: Machine;
  readonly referee: Referee;
  readonly roster: Roster;
}

/** Those who are told what only a person can do, and do it late or never. */
export class People {
  signIns = 0;
  readonly #acting = new Set<number>();
  /** For which connections somebody enters a client secret, and in which life of the process. */
  readonly #entering = new Map<number, number>();

  constructor(
    private readonly scene: Scene,
    private readonly chance: Chance,
  ) {}

  /** Whether somebody has just entered a new client secret, so that the app tries that one. */
  isEnteringSecret(index: number): boolean {
    return this.#entering.get(index) === this.scene.machine.life;
  }

  /** They hear of a notification, and most act on it. */
  hear(notification: AppNotification): void {
    const { referee, roster, weather } = this.scene;
    const index = roster.indexOf(notification.connectionId);
    if (index === null) return;
    referee.told(index, notification, !weather.isOut('disk'));
    if (notification.remedy === 'wait' || !this.chance.happens(0.9)) return;
    if (notification.remedy === 'show-exported-tokens') this.#replaceCopiesLater(index);
    else this.#actLater(index);
  }

  /** Now and then they look at the panel, and do what it asks for. */
  lookAtThePanel(): void {
    const { machine, roster } = this.scene;
    if (!machine.isAtWork) return;
    for (const connection of machine.keeper.connections()) {
      const status = machine.keeper.statusOf(connection);
      const index = roster.indexOf(connection.id);
      if (index !== null && (status === 'person' || status === 'expired')) this.#actLater(index);
    }
  }

  /** Whoever is back tells the app so, half of the times. */
  notificationReturn(): void {
    if (this.chance.happens(0.5) && this.scene.machine.isAtWork) this.scene.machine.keeper.systemEvent('online');
  }

  /** A tenant's window is the usual one again, which no reply says: sooner or later somebody tells the app, if it still is so then. */
  tellOfUsualWindow(index: number): void {
    const { server, time } = this.scene;
    const { policySince } = server.tenant(index);
    time.after(this.chance.span(DAY, 60 * DAY), () => {
      if (server.tenant(index).policySince === policySince) void this.#forgetWindow(index);
    });
  }

  async #forgetWindow(index: number): Promise<void> {
    const { machine, referee } = this.scene;
    if (!machine.isAtWork) return this.tellOfUsualWindow(index);
    const connection = this.#find(index);
    if (connection?.learnedLifetime == null) return;
    const forgotten = await machine.keeper.forgetLearnedWindow(connection.id);
    if (forgotten.ok) referee.windowForgotten(index);
  }

  async signIn(index: number): Promise<void> {
    const { machine, roster, server, referee } = this.scene;
    const ticket = await machine.keeper.beginSignIn(roster.idOf(index));
    if (!ticket.ok) return;
    const exchange = server.issue(index);
    referee.arrived(exchange.tokens.refreshToken, machine.life);
    await ticket.value.complete(exchange);
    this.signIns += 1;
  }

  #actLater(index: number): void {
    if (this.#acting.has(index)) return;
    this.#acting.add(index);
    this.scene.time.after(this.chance.span(10 * MINUTE, 20 * DAY), () => void this.#act(index));
  }

  async #act(index: number): Promise<void> {
    const { machine, weather, server, referee, roster } = this.scene;
    this.#acting.delete(index);
    const connection = this.#find(index);
    const isHindered = (['network', 'server', 'keychain'] as const).some((one) => weather.isOut(one));
    if (isHindered || !machine.isAtWork || !connection) return this.#actLater(index);
    const tenant = server.tenant(index);
    if (tenant.secretExpired) {
      const clientSecret = roster.secretOf(index);
      this.#entering.set(index, machine.life);
      const replaced = await machine.keeper
        .replaceCredential(connection.id, { kind: 'secret', clientSecret })
        .finally(() => this.#entering.delete(index));
      if (!replaced.ok) return this.#actLater(index);
      tenant.secretExpired = false;
      referee.secretReplaced(index);
    }
    const current = this.#find(index);
    const status = current && machine.keeper.statusOf(current);
    if (current && status !== 'fine' && status !== 'working') await this.signIn(index);
  }

  /** Whatever used copies of this connection's tokens gets new ones from elsewhere. */
  #replaceCopiesLater(index: number): void {
    const { time, weather, machine, referee, roster } = this.scene;
    time.after(this.chance.span(10 * MINUTE, 20 * DAY), async () => {
      if (!machine.isAtWork) return this.#replaceCopiesLater(index);
      const id = roster.idOf(index);
      // Those that are marked already as well: if the disk was full then, only this writes it down.
      const exportedTokens = machine.keeper.exportedTokens(id);
      const marked = await Promise.all(exportedTokens.map((copy) => machine.keeper.markExportReplaced(id, copy.id)));
      // What a full disk keeps from being noted is said again after the next start.
      if (marked.every(({ ok }) => ok) && !weather.isOut('disk')) referee.copiesReplaced(index);
      else this.#replaceCopiesLater(index);
    });
  }

  #find(index: number): Connection | null {
    return this.scene.machine.keeper.find(this.scene.roster.idOf(index));
  }
}
