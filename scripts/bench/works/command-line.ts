import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { BUILT, openLab } from '../../../test/cli/support/cli';
import { median, repeat } from '../repeat';
import { build } from './build';
import type { Row, Work } from './work';

const HAS_AZ = spawnSync('az', ['--version'], { stdio: 'ignore' }).status === 0;
const RUNS = { atMost: 41, within: 30_000 };

const row = (name: string, what: string, must: number): Row => ({
  name,
  what: `${what} ÷ node -e 0`,
  unit: 'ratio',
  must,
});

/** The built command line in processes of their own, each beside a Node that does nothing, in the environment as it is. */
export const commandLine: Work = {
  rows: [
    row('cli-help', 'partner-token --help', 1.5),
    row('cli-token-running', 'partner-token token NAME while a keeper runs that has one', 1.6),
    row('cli-token-alone', 'partner-token token NAME alone: an exchange over HTTPS, real keyring', 6),
    // What it may take is nobody's promise: it stands beside ours.
    ...(HAS_AZ ? [row('cli-az', 'az account get-access-token', Number.MAX_SAFE_INTEGER)] : []),
  ],
  measure: async () => {
    await build();
    const lab = await openLab();
    try {
      await lab.seed('Contoso');
      const compare = async (command: readonly string[], mayFail = false) => {
        const ratios = await repeat(RUNS, async () => {
          const nothing = await timeOf([process.execPath, '-e', '0'], lab.env);
          return (await timeOf(command, lab.env, mayFail)) / nothing;
        });
        return median(ratios);
      };
      const token = [process.execPath, BUILT, 'token', 'Contoso'];
      const help = await compare([process.execPath, BUILT, '--help']);
      const alone = await compare(token);
      const endKeeper = await lab.startKeeper();
      // From now on it holds an access token.
      await timeOf(token, lab.env);
      const running = await compare(token);
      await endKeeper();
      return [help, running, alone, ...(HAS_AZ ? [await compare(['az', 'account', 'get-access-token'], true)] : [])];
    } finally {
      await lab.close();
    }
  },
};

/** How long a program takes, in milliseconds. */
async function timeOf(
  [program = '', ...args]: readonly string[],
  env: Readonly<Record<string, string>>,
  mayFail = false,
): Promise<number> {
  const began = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: 'ignore' });
  const [code] = await once(child, 'exit');
  if (code !== 0 && !mayFail) throw new Error(`${args.join(' ')} ended with ${code}`);
  return performance.now() - began;
}
