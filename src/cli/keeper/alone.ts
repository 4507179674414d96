import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createHandlers } from '../../agent/handlers/create-handlers';
import { isHeldByAnother } from '../../agent/handlers/import-token';
import type { HandlerPorts, Permission, TokenRequest } from '../../agent/handlers/ports';
import { clockWarning } from '../../agent/handlers/refusals';
import type { AnswerOf, Asker, Asking, RequestKind } from '../../agent/requests';
import { type Agent, dispatch, serveAgent } from '../../agent/server';
import { Keeper } from '../../core/keeper/keeper';
import { SECOND } from '../../core/model/time';
import { createAdapters } from '../../platform/adapters';
import { programInWords, programOf } from '../../platform/system/process-name';
import { systemClock, systemTimers } from '../../platform/system/timers';
import type { PracticeCloud } from '../../practice';
import { version } from '../version';
import { nodeNetwork } from './network';
import { signInAlone } from './sign-in-alone';

/** Whoever has the folder and answers nobody is not waited for long: nothing is lost by saying so. */
const PATIENCE = 3 * SECOND;

/** This process as the keeper of a data folder. */
export interface AloneKeeper {
  ask<K extends RequestKind>(request: Asking<K>, asker: Asker): Promise<AnswerOf<K>>;
  /** Lets other processes ask it too. Never rejects. */
  serve(): Promise<void>;
  /** What a person is to know of this computer's clock; `null`: nothing. */
  clockWarning(): string | null;
  /** Keeps what must not be lost, and gives the folder back. Never rejects. */
  close(): Promise<void>;
}

/** Becomes the keeper of a data folder, and does only what it is asked. `null`: another process holds the folder. */
export async function openAlone(dataFolder: string): Promise<AloneKeeper | null> {
  const practice = new AlonePractice(join(dataFolder, 'practice.json'));
  const adapters = createAdapters(
    dataFolder,
    nodeNetwork(() => practice.running?.origin ?? null),
    PATIENCE,
  );
  const keeper = new Keeper({
    ...adapters.ports,
    clockOf: (cloud) => (cloud === 'practice' ? practice.clock : systemClock),
    timers: systemTimers,
    random: Math.random,
  });
  // The practice clock has to tell the time before the keeper reads what is kept by it.
  if (practice.wasUsed) await practice.start();
  await keeper.open();
  if (isHeldByAnother(keeper)) {
    await keeper.stop();
    await practice.stop();
    return null;
  }
  const handlersFor = (mayHave: HandlerPorts['mayHave']) =>
    createHandlers({
      keeper,
      appVersion: version(),
      endsSoon: true,
      practises: () => practice.running !== null,
      probe: adapters.probe,
      signIn: (id, how, asker) => signInAlone({ keeper, adapters, practice: () => practice.running }, id, how, asker),
      startPractice: async () => (await practice.start())?.partner ?? null,
      leavePractice: () => practice.leave(),
      mayHave,
    });
  // Whoever runs this could read the keychain as well.
  const handlers = handlersFor(async () => ({ granted: true, to: 'the command line' }));
  let agent: Agent | null = null;
  return {
    ask: (request, asker) => dispatch(handlers, request, asker),
    clockWarning: () => clockWarning(keeper),
    serve: async () => {
      agent ??= await serveAgent({ dataFolder, handlers: handlersFor(mayOthersHave) }).catch(() => null);
    },
    close: async () => {
      await agent?.close().catch(() => undefined);
      await keeper.stop();
      await practice.stop();
    },
  };
}

/** A refresh token leaves over the socket only once a person has said so, and here is no app to ask them. */
async function mayOthersHave({ what, processId }: TokenRequest, signal: AbortSignal): Promise<Permission> {
  if (what === 'refresh-token') return { granted: false, words: NOBODY_TO_ASK };
  const to = programInWords(await programOf(processId));
  return signal.aborted ? { granted: false, words: 'The program that asked is gone.' } : { granted: true, to };
}

const NOBODY_TO_ASK =
  "Another command uses the connections, and can't ask you whether to export a refresh token. Wait until it ends, then try again.";

/** The practice cloud while this process is the keeper; its state is the app's. */
class AlonePractice {
  running: PracticeCloud | null = null;
  readonly clock = { now: () => this.running?.clock.now() ?? Date.now() };

  constructor(private readonly stateFile: string) {}

  get wasUsed(): boolean {
    return existsSync(this.stateFile);
  }

  /** `null` when it can't be started: no port could be had for it. */
  async start(): Promise<PracticeCloud | null> {
    if (this.running) return this.running;
    const { startPracticeCloud } = await import('../../practice');
    this.running = await startPracticeCloud({ stateFile: this.stateFile }).catch(() => null);
    return this.running;
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = null;
  }

  /** Forgets what it knew, its clock included. */
  async leave(): Promise<void> {
    await this.stop();
    await rm(this.stateFile, { force: true });
  }
}
