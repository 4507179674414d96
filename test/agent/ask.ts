import { askKeeper } from '../../src/agent/client';
import { IMPORT } from './asked';

/** A process that asks the keeper of the folder in its first argument, and prints what came of it. */
const [, , dataFolder = ''] = process.argv;
process.stdout.write(JSON.stringify(await askKeeper(dataFolder, IMPORT, { toBegin: 2000, toAnswer: 60_000 })));
