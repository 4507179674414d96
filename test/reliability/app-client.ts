import * as v from 'valibot';
import { programOf } from '../support/programs';
import { type Child, startChild } from './child';
import type { Place } from './real-keeper';

const Sight = v.object({
  /** Every refresh token that it showed to the server, in order. */
  presented: v.array(v.string()),
  /** The entry whose write waits; see {@link App.stopBeforeWrite}. */
  stoppedBefore: v.nullable(v.string()),
  /** Titles. */
  notifications: v.array(v.string()),
  appTrouble: v.nullable(v.string()),
  appTroubleDetail: v.nullable(v.looseObject({ kind: v.string() })),
  /** What the tray's icon says. */
  tray: v.string(),
  connections: v.array(
    v.object({
      id: v.string(),
      name: v.string(),
      serial: v.nullable(v.number()),
      status: v.string(),
      trouble: v.nullable(v.string()),
    }),
  ),
});
export type Sight = v.InferOutput<typeof Sight>;

export interface AppOptions {
  readonly env: Record<string, string>;
  readonly place: Place;
  /** How long it waits for another process that holds the folder. */
  readonly patience?: number;
  /** How long it waits for the keychain. */
  readonly keychainTimeout?: number;
  /** Whether it does nothing by itself, only when it is told to or woken. */
  readonly still?: boolean;
  /** The user that it becomes before it looks at anything; needs root. */
  readonly uid?: number;
}

type Act = 'sign in' | 'refresh' | 'get an access token' | 'export' | 'remove';

/** A process with a keeper of its own, started. */
export interface App {
  add(name: string): Promise<string>;
  /** What is done to one connection; resolves to `ok` or a failure's code. */
  act(what: Act, id: string): Promise<unknown>;
  rename(id: string, name: string): Promise<unknown>;
  retry(): Promise<unknown>;
  look(): Promise<Sight>;
  /** Lets time pass for it, and waits for what it does about that. */
  sleep(by: number): Promise<void>;
  /** Writes an entry of the keychain past the keeper; `null` deletes it. */
  tamper(account: string, value: string | null): Promise<void>;
  /** Lets writes of entries whose names end so wait, until {@link goOn}. */
  stopBeforeWrite(suffix: string): Promise<void>;
  goOn(): Promise<void>;
  /** Stops the keeper in order; the process lives on. */
  quit(): Promise<void>;
  /** Stops the process in its tracks, until it is killed. */
  freeze(): void;
  /** As `kill -9`. */
  kill(): Promise<void>;
  /** Process ID. */
  readonly pid: number;
}

/** A process that has not started its keeper yet. */
export interface LaunchedApp {
  /** Resolves when the keeper has started. */
  start(): Promise<App>;
  /** As `kill -9`. */
  kill(): Promise<void>;
}

export async function launchApp(options: AppOptions): Promise<LaunchedApp> {
  const { env, place, patience = 30_000, keychainTimeout = 15_000, still = false, uid = null } = options;
  const child = await startChild(programOf('reliability/app-process'), { PATH: process.env.PATH ?? '', ...env });
  return {
    kill: child.kill,
    start: async () => {
      await child.ask({ do: 'start', place, patience, keychainTimeout, still, uid });
      return appIn(child);
    },
  };
}

export async function startApp(options: AppOptions): Promise<App> {
  return (await launchApp(options)).start();
}

function appIn({ ask, kill, process: child }: Child): App {
  return {
    add: async (name) => v.parse(v.string(), await ask({ do: 'add', name })),
    act: (what, id) => ask({ do: what, id }),
    rename: (id, name) => ask({ do: 'rename', id, name }),
    retry: () => ask({ do: 'retry' }),
    look: async () => v.parse(Sight, await ask({ do: 'look' })),
    sleep: async (by) => {
      await ask({ do: 'sleep', by });
      await ask({ do: 'wait until idle' });
    },
    tamper: async (account, value) => void (await ask({ do: 'tamper', account, value })),
    stopBeforeWrite: async (suffix) => void (await ask({ do: 'stop before write', suffix })),
    goOn: async () => void (await ask({ do: 'go on' })),
    quit: async () => void (await ask({ do: 'quit' })),
    freeze: () => void child.kill('SIGSTOP'),
    kill,
    pid: child.pid ?? 0,
  };
}
