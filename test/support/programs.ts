import { join } from 'node:path';

/** Scripts that tests start as processes of their own, below test/. */
export const PROGRAMS = [
  'cli/support/keep',
  'cli/support/seed',
  'platform/files/folder-lock-process',
  'platform/files/save-forever',
  'platform/http/node-fetch-process',
  'platform/keychain/keychain-process',
  'reliability/app-process',
  'reliability/killed-command',
  'reliability/killed-process',
  'reliability/next-command',
  'reliability/restart-process',
  'reliability/watched-keep',
] as const;
export type Program = (typeof PROGRAMS)[number];

/** Where `share-programs.ts` has put them, for the workers. */
export const FOLDER = 'PARTNER_TOKEN_TRAY_TEST_PROGRAMS';

/** What Node is to run. */
export interface Runnable {
  readonly execArgv: readonly string[];
  readonly script: string;
}

/** undici's parser is WebAssembly, which V8 would compile a second time, to be fast: these processes end before that pays. */
const QUICK_START = ['--liftoff-only'];

/** A program as plain JavaScript; outside a run of the tests as it is, which takes a second more at each start. */
export function programOf(name: Program): Runnable {
  const folder = process.env[FOLDER];
  if (folder !== undefined) return { execArgv: QUICK_START, script: join(folder, `${name}.mjs`) };
  return { execArgv: ['--import', 'tsx'], script: join(import.meta.dirname, '..', `${name}.ts`) };
}
