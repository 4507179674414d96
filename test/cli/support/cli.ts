import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import { type PracticeCloud, type PracticeOptions, startPracticeCloud } from '../../../src/practice';
import { obtainTokens } from '../../practice/support/cloud';
import { programOf } from '../../support/programs';
import { type SecretService, startSecretService } from '../../support/secret-service';
import { issueForLocalhost } from '../../support/x509';
import type { Seed } from './seed';

const ROOT = join(import.meta.dirname, '../../..');
/** The command line as `npm run build` makes it. */
export const BUILT = join(ROOT, 'out/cli/main.cjs');

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What comes on standard input; nothing unless told otherwise. */
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A folder with a keychain, and a cloud over HTTPS that the connections in it are of. */
export interface Lab {
  readonly dataFolder: string;
  readonly cloud: PracticeCloud;
  readonly keyring: SecretService;
  /** What a process needs to meet this keychain and folder. */
  readonly env: Record<string, string>;
  /** Runs the built command line. */
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Puts connections in that hold a token, one for each name. Only while nobody has the folder. Returns the tokens they were given. */
  seed(...names: readonly string[]): Promise<string[]>;
  /** Starts a keeper of the folder that others can ask, as the app does. Resolves to what ends it. */
  startKeeper(): Promise<() => Promise<void>>;
  /** The settings of a connection to the cloud. */
  settings(name: string, change?: Partial<ConnectionSettings>): ConnectionSettings;
}

/** A lab that is gone with the test. */
export async function startLab(options: PracticeOptions = {}): Promise<Lab> {
  const { close, ...lab } = await openLab(options);
  onTestFinished(close);
  return lab;
}

/** A lab for whoever closes it. */
export async function openLab(options: PracticeOptions = {}): Promise<Lab & { close(): Promise<void> }> {
  const https = issueForLocalhost();
  const [cloud, keyring, dataFolder] = await Promise.all([
    startPracticeCloud({ https, ...options }),
    startSecretService(),
    mkdtemp(join(tmpdir(), 'ptt-cli-')),
  ]);
  const authority = cloud.httpsOrigin ?? '';
  const scope = 'https://api.partnercenter.microsoft.com/user_impersonation';
  const env = { ...keyring.env, PARTNER_TOKEN_TRAY_DATA: dataFolder };
  const settings: Lab['settings'] = (name, change) => ({
    name,
    cloud: 'custom',
    customCloud: { authority, partnerCenter: authority, scope, extraCa: https.ca },
    tenant: cloud.partner.tenantId,
    clientId: cloud.partner.clientId,
    application: { kind: 'secret' },
    resource: { kind: 'partner-center' },
    redirectUri: cloud.partner.redirectUri,
    signInMethod: 'system-browser',
    schedule: { kind: 'every', interval: 24 * 60 * 60 * 1000 },
    ...change,
  });
  return {
    dataFolder,
    cloud,
    keyring,
    env,
    settings,
    close: async () => {
      await Promise.all([cloud.close(), keyring.stop()]);
      await rm(dataFolder, { recursive: true, force: true });
    },
    startKeeper: async () => {
      const { execArgv, script } = programOf('cli/support/keep');
      const keeper = spawn(process.execPath, [...execArgv, script], {
        env: { ...process.env, ...env },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      await once(keeper.stdout, 'data');
      return async () => {
        const gone = once(keeper, 'exit');
        keeper.stdin.end();
        await gone;
      };
    },
    run: (args, { input = '', env: more = {} } = {}) => runNode([BUILT, ...args], input, { ...env, ...more }),
    seed: async (...names) => {
      const tokens: string[] = [];
      for (const _ of names) tokens.push((await obtainTokens(cloud)).refreshToken);
      const credential = { kind: 'secret', clientSecret: cloud.partner.clientSecret } as const;
      const connections = names.map((name, index) => ({
        settings: settings(name),
        credential,
        refreshToken: tokens[index] ?? null,
      }));
      const seed: Seed = { dataFolder, connections };
      const { execArgv, script } = programOf('cli/support/seed');
      const { code, stderr } = await runNode([...execArgv, script], JSON.stringify(seed), env);
      if (code !== 0) throw new Error(stderr);
      return tokens;
    },
  };
}

function runNode(args: readonly string[], input: string, env: Readonly<Record<string, string>>): Promise<Ended> {
  return runProgram(process.execPath, args, env, input);
}

/** Runs a program in the clone's folder to its end. */
export async function runProgram(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  input = '',
): Promise<Ended> {
  const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, ...env } });
  // It may end before it has read all.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  return { code, stdout, stderr };
}
