import type { Permission, TokenRequest } from '../../agent/handlers/ports';
import { type Agent, serveAgent } from '../../agent/server';
import { SECOND } from '../../core/model/time';
import { learnExpiry, mayTellExpiry } from '../../platform/api-check/learn-expiry';
import { settledWithin } from '../../platform/system/timers';
import type { OwnKeeper } from '../keeper/own-keeper';
import { permissionFor } from '../keeper/permission';
import type { Told } from './event-log';
import type { Settings } from './settings';

/** How long the exchange under way, and whoever has asked, is waited for at the end. */
const LAST_PATIENCE = 10 * SECOND;

const WORDS = {
  refreshToken:
    "partner-token keep runs here, and can't ask you whether a refresh token may leave. Stop it, run this command, and start it again.",
  never: 'The settings of this data folder let no program have tokens.',
  ask: "The settings of this data folder have you asked before a program has a token, and partner-token keep can't ask you.",
} as const;

export interface ServiceParts {
  readonly own: OwnKeeper;
  readonly dataFolder: string;
  readonly settings: Settings;
  readonly tell: (told: Told) => void;
}

/** Lets other commands of this user ask the keeper, as the settings have it; learns when secrets expire; and ends all of it in order. */
export class Service {
  #agent: Agent | null = null;
  #closing: Promise<void> | null = null;
  readonly #learning = new AbortController();

  constructor(private readonly parts: ServiceParts) {
    const { own } = parts;
    own.keeper.listen((event) => {
      if (mayTellExpiry(event)) void learnExpiry(own, event.id, this.#learning.signal);
    });
  }

  /** Reads the settings, and serves accordingly. Resolves to whether they could be read; if not, those before count. */
  async follow(): Promise<boolean> {
    const { settings, tell } = this.parts;
    const isRead = await settings.read();
    if (!isRead)
      tell({ event: 'trouble', level: 'warning', message: "settings.json in the data folder can't be read." });
    const isWanted = settings.current.agentSocket && this.#closing === null;
    if (isWanted && this.#agent === null) await this.#serve();
    if (!isWanted) await this.#leave();
    return isRead;
  }

  /** Finishes what is under way, and gives the folder back. Never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const { keeper, practice, endSignIns } = this.parts.own;
    this.#learning.abort();
    endSignIns();
    await settledWithin(LAST_PATIENCE, this.#leave());
    await keeper.stop(LAST_PATIENCE);
    await practice.stop();
  }

  async #serve(): Promise<void> {
    const { own, dataFolder, tell } = this.parts;
    const handlers = own.handlersFor((request, signal) => this.#mayHave(request, signal));
    this.#agent = await serveAgent({ dataFolder, handlers }).catch(() => null);
    if (this.#agent === null)
      tell({
        event: 'trouble',
        level: 'warning',
        message: "Other commands can't ask this keeper: its socket can't be made.",
      });
  }

  async #leave(): Promise<void> {
    const agent = this.#agent;
    this.#agent = null;
    await agent?.close().catch(() => undefined);
  }

  async #mayHave({ what, processId }: TokenRequest, signal: AbortSignal): Promise<Permission> {
    if (what === 'refresh-token') return { granted: false, words: WORDS.refreshToken };
    const { tokenRequests } = this.parts.settings.current;
    return tokenRequests === 'allow'
      ? permissionFor(processId, signal)
      : { granted: false, words: WORDS[tokenRequests] };
  }
}
