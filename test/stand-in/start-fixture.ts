import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from 'playwright';
import type {} from './electron-stand-in';
import type {} from './fixture/api';
import { makeStandInDist } from './make-dist.mjs';

export const FIXTURE = fileURLToPath(new URL('./fixture', import.meta.url));

/** The executable, in a folder of this checkout that all tests share. */
export async function standInExecutable(): Promise<string> {
  return join(await makeStandInDist(), 'electron');
}

export interface RunningFixture {
  readonly app: ElectronApplication;
  readonly userData: string;
  stop(): Promise<void>;
}

/** Starts the fixture app as any Electron app is started under Playwright, with a data folder of its own. */
export async function startFixture(args: readonly string[] = []): Promise<RunningFixture> {
  // Where Playwright, and the `electron` package, look for Electron itself.
  process.env.ELECTRON_OVERRIDE_DIST_PATH = await makeStandInDist();
  const userData = await mkdtemp(join(tmpdir(), 'stand-in-fixture-'));
  // `null`: keep the app's own theme instead of Playwright's light one.
  const app = await _electron.launch({ args: [FIXTURE, `--user-data-dir=${userData}`, ...args], colorScheme: null });
  return {
    app,
    userData,
    stop: async () => {
      await app.close();
      await rm(userData, { recursive: true, force: true });
    },
  };
}

/** Entries of the fixture's log with this name. */
export function logged(app: ElectronApplication, name: string): Promise<unknown[][]> {
  return app.evaluate((_electronModule, wanted) => {
    return globalThis.fixture.log.filter(([entry]) => entry === wanted);
  }, name);
}
