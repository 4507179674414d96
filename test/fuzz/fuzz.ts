import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hookElectron } from '../stand-in/runtime/module-hooks';
import { electron } from './electron';
import { Fuzzer } from './run';

const USAGE = 'npm run fuzz -- [--minutes N] [--seed S] [--only TARGET]';
const FOLDER = join(import.meta.dirname, 'cases');

hookElectron(electron);
const { TARGETS } = await import('./targets');

const { minutes, seed, only } = options();
const targets = TARGETS.filter(({ name }) => only === undefined || name === only);
if (!(minutes > 0) || !Number.isSafeInteger(seed) || targets.length === 0) {
  console.error(`Usage: ${USAGE}\nTargets: ${TARGETS.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

console.log(`Seed ${seed}, ${minutes} minutes`);
const fuzzer = new Fuzzer(FOLDER);
const shares = targets.reduce((sum, { share = 1 }) => sum + share, 0);
let isClean = true;
for (const target of targets) {
  const { tried, kept, breach } = await fuzzer.run(target, seed, (minutes * 60_000 * (target.share ?? 1)) / shares);
  console.log(`${breach ? 'FAILED' : 'ok    '} ${target.name}: ${tried} tried, ${kept} kept`);
  if (breach) console.log(`\n${breach.why}\n\n${breach.input}\n\nKept in ${breach.file}\n`);
  isClean &&= breach === null;
}
// Whatever still runs, such as a timer of an hour, is nothing to wait for.
process.exit(isClean ? 0 : 1);

function options() {
  try {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({ options: { minutes: text, seed: text, only: text } });
    const { minutes = '0.5', seed = String(Math.floor(Math.random() * 2 ** 31)), only } = values;
    return { minutes: Number(minutes), seed: Number(seed), only };
  } catch {
    return { minutes: Number.NaN, seed: 0, only: undefined };
  }
}
