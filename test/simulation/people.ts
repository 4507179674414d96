import type { Connection } from '../../src/core/model/connection';
import type { Credential } from '../../src/core/model/credential';
import { DAY, MINUTE } from '../../src/core/model/time';
import type { NotificationInWords } from '../../src/core/wording/notification-words';
import { authorityOf } from './authorities';
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
  readonly people: People;
}

/** Those who are told what only a person can do, and do it late or never. */
export class People {
  signIns = 0;
  readonly #acting = new Set<number>();
  /** Credentials that somebody has just entered, and that the app is trying. */
  readonly #entered = new Set<Credential>();

  constructor(
    private readonly scene: () => Scene,
    private readonly chance: Chance,
  ) {}

  /** Whether an exchange with this credential only tries whether it works. */
  isTrial(credential: Credential): boolean {
    return this.#entered.has(credential);
  }

  /** They hear of a notification, and most act on it. */
  hear(notification: NotificationInWords): void {
    const { referee, roster, weather } = this.scene();
    const index = roster.indexOf(notification.connectionId);
    if (index === null) return;
    referee.told(index, notification, !weather.isOut('disk'));
    if (notification.remedy === 'wait' || !this.chance.happens(0.9)) return;
    if (notification.remedy === 'show-exported-tokens') this.#replaceExportsLater(index);
    else this.#actLater(index);
  }

  /** Now and then they look at the panel, and do what it asks for. */
  lookAtThePanel(): void {
    const { machine, roster } = this.scene();
    if (!machine.isAtWork) return;
    for (const connection of machine.keeper.connections()) {
      const status = machine.keeper.statusOf(connection);
      const index = roster.indexOf(connection.id);
      if (index !== null && (status === 'person' || status === 'expired')) this.#actLater(index);
    }
  }

  /** What was out is back, and half of the times the app is told so. */
  seeItReturn(): void {
    if (this.chance.happens(0.5)) this.scene().machine.goOnline();
  }

  async signIn(index: number): Promise<void> {
    const { machine, roster, server, referee } = this.scene();
    const ticket = await machine.keeper.beginSignIn(roster.idOf(index));
    if (!ticket.ok) return;
    const exchange = server.issue(index);
    referee.arrived(exchange.tokens.refreshToken, machine.life);
    await ticket.value.complete(exchange);
    this.signIns += 1;
  }

  /** Enters the client secret that the application has now. Resolves to whether the app took it. */
  async enterSecret(index: number): Promise<boolean> {
    const { machine, server, referee, roster } = this.scene();
    const credential: Credential = { kind: 'secret', clientSecret: roster.secretOf(index) };
    this.#entered.add(credential);
    const replaced = await machine.keeper
      .replaceCredential(roster.idOf(index), credential)
      .finally(() => this.#entered.delete(credential));
    if (!replaced.ok) return false;
    server.tenant(index).secretExpired = false;
    referee.secretReplaced(index);
    return true;
  }

  #actLater(index: number): void {
    if (this.#acting.has(index)) return;
    this.#acting.add(index);
    this.scene().time.after(this.chance.span(10 * MINUTE, 20 * DAY), () => void this.#act(index));
  }

  async #act(index: number): Promise<void> {
    const { machine, weather, server } = this.scene();
    this.#acting.delete(index);
    const tenant = server.tenant(index);
    const isAway = weather.wayTo(authorityOf(index)).isOut() || weather.isOut('keychain');
    if (isAway || tenant.isSick || tenant.isBlocked || !machine.isAtWork || !this.#find(index))
      return this.#actLater(index);
    if (tenant.secretExpired && !(await this.enterSecret(index))) return this.#actLater(index);
    const current = this.#find(index);
    const status = current && machine.keeper.statusOf(current);
    if (current && status !== 'fine' && status !== 'working') await this.signIn(index);
  }

  /** Whatever used exported tokens of this connection gets new ones from elsewhere. */
  #replaceExportsLater(index: number): void {
    this.scene().time.after(this.chance.span(10 * MINUTE, 20 * DAY), async () => {
      const { time, weather, machine, referee, roster } = this.scene();
      if (!machine.isAtWork || !this.#find(index)) return this.#replaceExportsLater(index);
      const begunAt = time.now;
      const id = roster.idOf(index);
      // Those that are marked already as well: if the disk was full then, only this writes it down.
      const exportedTokens = machine.keeper.exportedTokens(id);
      const marked = await Promise.all(exportedTokens.map((one) => machine.keeper.markExportReplaced(id, one.id)));
      // What a full disk keeps from being noted is said again after the next start.
      if (marked.every(({ ok }) => ok) && !weather.isOut('disk')) referee.exportsReplaced(index, begunAt);
      else this.#replaceExportsLater(index);
    });
  }

  #find(index: number): Connection | null {
    const { machine, roster } = this.scene();
    return machine.keeper.find(roster.idOf(index));
  }
}
