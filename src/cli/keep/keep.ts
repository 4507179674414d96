import { once } from 'node:events';
import { askKeeper } from '../../agent/client';
import { failed } from '../../agent/handlers/refusals';
import { thresholdsAt } from '../../core/expiry/notifications';
import type { Keeper } from '../../core/keeper/keeper';
import { counted, inUtc, SECOND } from '../../core/model/time';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { createOwnKeeper, type OwnKeeper } from '../keeper/own-keeper';
import { problemOf, requireSecretStore } from '../keeper/require-secret-store';
import type { Terminal } from '../output/terminal';
import { judge } from '../state/verdict';
import { EventLog, type Told } from './event-log';
import { followKeeper } from './follow';
import { fleetOf, openHealth, type Phase } from './health';
import { Notifier } from './notify/notifier';
import { type KeepOptions, planOf } from './plan';
import { Service } from './service';
import { Settings } from './settings';

/** How long another process that has the folder is waited for: a command that is about to end. */
const PATIENCE = 10 * SECOND;
/** Whoever doesn't read what was told keeps nobody alive for longer. */
const READING_PATIENCE = 2 * SECOND;

/** Keeps the connections until it is stopped or, with `--once`, until what is due is done. Resolves to the exit code. */
export async function keep(cli: Cli, options: KeepOptions): Promise<number> {
  const plan = planOf(options, process.env);
  const { terminal, place } = cli;
  const log = new EventLog(terminal, plan.log);
  const tell = log.tell.bind(log);
  const notifier = await Notifier.open(plan, terminal, tell);
  await refuseSecondKeeper(place.dataFolder);
  const settings = new Settings(place.dataFolder);
  const notifyAt = () => thresholdsAt(settings.current.notifyAt);
  const own = createOwnKeeper(place, { patience: PATIENCE, endsSoon: plan.once !== null, notifyAt });
  const { keeper } = own;
  let phase: Phase = 'starting';
  const health = plan.listen && (await openHealth(plan.listen, keeper, () => phase));
  const service = new Service({ own, dataFolder: place.dataFolder, settings, tell });
  const reload = () => {
    if (phase !== 'running' || plan.once) return;
    keeper.systemEvent('online');
    void Promise.all([service.follow(), notifier.readAgain()]).then(
      ([isRead]) => isRead && tell({ event: 'reloaded', level: 'info', message: 'Read the settings again.' }),
      (error: Error) => tell({ event: 'trouble', level: 'warning', message: error.message }),
    );
  };
  const signal = AbortSignal.any([cli.signal, closedTerminal(reload)]);
  try {
    await takeFolder(own);
    await trySecretStore(own, tell);
    followKeeper(keeper, { tell, notify: (message) => notifier.notify(message) });
    await service.follow();
    const keeping = `Keeping ${counted(keeper.connections().length, 'connection')}.`;
    tell({ event: 'started', level: 'info', message: keeping });
    if (health) tell({ event: 'listening', level: 'info', message: `http://${health.host}/healthz and /metrics` });
    await keeper.start();
    phase = 'running';
    if (plan.once) return await refreshDue(terminal, signal, keeper, plan.once.failWithin);
    await aborted(signal);
    phase = 'stopping';
    tell({ event: 'stopping', level: 'info', message: 'Stopping, once what is under way is kept.' });
    return 0;
  } finally {
    await service.close();
    health?.close();
    await notifier.close();
    if (phase !== 'starting') tell({ event: 'stopped', level: 'info', message: 'Stopped.' });
    setTimeout(() => process.exit(), READING_PATIENCE).unref();
  }
}

/** An app or a keeper that lives answers at once. Throws a {@link CommandError}. */
async function refuseSecondKeeper(dataFolder: string): Promise<void> {
  const asked = await askKeeper(dataFolder, { kind: 'who' });
  if (asked.kind === 'failure') throw new CommandError(1, asked.words);
  if (asked.kind !== 'reply') return;
  const { processId, since } = asked.answer;
  throw new CommandError(
    1,
    `These connections are kept already: by process ${processId}, since ${inUtc(since)}. Stop that, or choose another --data-folder.`,
  );
}

/** Throws a {@link CommandError} when there is something in the way that doesn't pass. */
async function takeFolder({ keeper, practice, adapters }: OwnKeeper): Promise<void> {
  // The practice clock has to tell the time before the keeper reads what is kept by it.
  if (practice.wasUsed) await practice.start();
  await keeper.open();
  const trouble = keeper.appTrouble();
  if (trouble?.code === 'folder/busy' || trouble?.code === 'file/newer') {
    const { code, words, failure } = failed(trouble, null);
    throw new CommandError(code, words, failure);
  }
  await requireSecretStore(adapters.checkSecretStore);
}

/** There may be no keychain at all, which a keeper can't wait for. Throws a {@link CommandError} then; what may pass is told. */
async function trySecretStore({ adapters }: OwnKeeper, tell: (told: Told) => void): Promise<void> {
  const problem = await problemOf(() => adapters.ports.keychain.probe());
  if (problem?.failure === 'keychain/missing' || problem?.failure === 'keychain/no-session') throw problem;
  if (problem) tell({ event: 'trouble', level: 'error', message: problem.message, code: problem.failure ?? '' });
}

/** Waits until what is due has been tried. Resolves to the exit code of `status`. */
async function refreshDue(
  terminal: Terminal,
  signal: AbortSignal,
  keeper: Keeper,
  failWithin: number,
): Promise<number> {
  await Promise.race([keeper.settled(), aborted(signal)]);
  if (signal.aborted) throw new CommandError(130, 'Canceled.');
  const { code, words } = judge(fleetOf(keeper), failWithin);
  if (words !== '') terminal.note(words);
  return code;
}

/**
 * Aborted when the terminal that it was started on is closed; without one, SIGHUP reloads. Listened for until the process ends: a second
 * SIGHUP, as shells send it, would otherwise end it in mid-exchange.
 */
function closedTerminal(reload: () => void): AbortSignal {
  const closed = new AbortController();
  process.on('SIGHUP', () => (process.stdout.isTTY ? closed.abort() : reload()));
  return closed.signal;
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}
