import { writeSync } from 'node:fs';
import * as v from 'valibot';
import { loadKeytar } from '../../src/platform/keychain/native';
import { watchFiles, watchKeychain, watchUndici } from './steps';

/**
 * Runs a command of the command line, and kills itself, as `kill -9` would, before its step number `fatal`. Says on file descriptor 3
 * each step that it reaches, and `done` when it got to the end.
 */
const Order = v.object({ folder: v.string(), args: v.array(v.string()), fatal: v.number() });
const order = v.parse(v.pipe(v.string(), v.parseJson(), Order), process.argv[2]);

let steps = 0;
// Straight to the file descriptor: what waits in a buffer dies with the process.
const say = (line: string) => writeSync(3, `${line}\n`);
function step(name: string): undefined {
  steps += 1;
  say(name);
  if (steps === order.fatal) process.kill(process.pid, 'SIGKILL');
}

await watchFiles(order.folder, step);
// The command loads keytar itself, so that its own methods are to be watched.
const keytar = await loadKeytar();
const { getPassword, setPassword, deletePassword, findCredentials } = watchKeychain({ ...keytar }, step);
Object.assign(keytar, { getPassword, setPassword, deletePassword, findCredentials });
watchUndici(step);

const [{ runProgram }, { createProgram }] = await Promise.all([
  import('../../src/cli/run'),
  import('../../src/cli/program'),
]);
const code = await runProgram(createProgram, ['node', 'partner-token', ...order.args]);
step('the end');
say('done');
process.exit(code);
