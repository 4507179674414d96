import { AgentSwitch } from '../../agent/agent-switch';
import type { Permission, TokenRequest } from '../../agent/handlers/ports';
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
  readonly #agent: AgentSwitch;
  readonly #learning = new AbortController();

  constructor(private readonly parts: ServiceParts) {
    const { own, dataFolder, settings, tell } = parts;
    this.#agent = new AgentSwitch({
      dataFolder,
      handlers: own.handlersFor((request, signal) => this.#mayHave(request, signal)),
      isWanted: () => settings.current.agentSocket,
      failed: () =>
        tell({
          event: 'trouble',
          level: 'warning',
          message: "Other commands can't ask this keeper: its socket can't be made.",
        }),
    });
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
    await this.#agent.follow();
    return isRead;
  }

  /** Finishes what is under way, and gives the folder back. Never rejects. */
  async close(): Promise<void> {
    const { keeper, practice, endSignIns } = this.parts.own;
    this.#learning.abort();
    endSignIns();
    await settledWithin(LAST_PATIENCE, this.#agent.close());
    await keeper.stop(LAST_PATIENCE);
    await practice.stop();
  }

  async #mayHave({ what, processId }: TokenRequest, signal: AbortSignal): Promise<Permission> {
    if (what === 'refresh-token') return { granted: false, words: WORDS.refreshToken };
    const { tokenRequests } = this.parts.settings.current;
    return tokenRequests === 'allow'
      ? permissionFor(processId, signal)
      : { granted: false, words: WORDS[tokenRequests] };
  }
}
