import { join } from 'node:path';
import { createHandlers } from '../../agent/handlers/create-handlers';
import type { HandlerPorts } from '../../agent/handlers/ports';
import type { AgentHandlers } from '../../agent/requests';
import { Keeper } from '../../core/keeper/keeper';
import type { KeeperPorts } from '../../core/keeper/ports';
import type { DurationMs } from '../../core/model/time';
import { type Adapters, createAdapters } from '../../platform/adapters';
import type { SecretStoreChoice } from '../../platform/secret-file/secret-stores';
import { systemClock, systemTimers } from '../../platform/system/timers';
import { version } from '../version';
import { nodeNetwork } from './network';
import { PracticeHere } from './practice-here';
import { signInAlone } from './sign-in-alone';

/** What a command works on. */
export interface Place {
  readonly dataFolder: string;
  readonly secretStore: SecretStoreChoice;
}

export interface OwnKeeperOptions {
  /** How long to wait for another process that has the folder. */
  readonly patience: DurationMs;
  /** Whether this process ends with what it was asked. */
  readonly endsSoon: boolean;
  readonly notifyAt?: KeeperPorts['notifyAt'];
}

/** The keeper of a data folder, put together in this process. It does nothing before it is opened or started. */
export interface OwnKeeper {
  readonly keeper: Keeper;
  readonly adapters: Adapters;
  readonly practice: PracticeHere;
  /** What it does for those who ask it. */
  handlersFor(mayHave: HandlerPorts['mayHave']): AgentHandlers;
  /** Sign-ins under way are given up, and so is each begun from now on. */
  endSignIns(): void;
}

export function createOwnKeeper({ dataFolder, secretStore }: Place, options: OwnKeeperOptions): OwnKeeper {
  const { patience, endsSoon, notifyAt } = options;
  const practice = new PracticeHere(join(dataFolder, 'practice.json'));
  const network = nodeNetwork(() => practice.running?.origin ?? null);
  const adapters = createAdapters(dataFolder, network, patience, secretStore);
  const keeper = new Keeper({
    ...adapters.ports,
    clockOf: (cloud) => (cloud === 'practice' ? practice.clock : systemClock),
    timers: systemTimers,
    random: Math.random,
    ...(notifyAt ? { notifyAt } : {}),
  });
  const parts = { keeper, adapters, practice: () => practice.running };
  const ending = new AbortController();
  return {
    keeper,
    adapters,
    practice,
    endSignIns: () => ending.abort(),
    handlersFor: (mayHave) =>
      createHandlers({
        keeper,
        appVersion: version(),
        endsSoon,
        practises: () => practice.running !== null,
        probe: adapters.probe,
        signIn: (id, how, asker) =>
          signInAlone(parts, id, how, { ...asker, signal: AbortSignal.any([asker.signal, ending.signal]) }),
        startPractice: async () => (await practice.start())?.partner ?? null,
        leavePractice: () => practice.leave(),
        mayHave,
      }),
  };
}
