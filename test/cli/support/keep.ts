import { once } from 'node:events';
import { openAlone } from '../../../src/cli/keeper/alone';

/** A process that keeps the data folder and serves it to others until its standard input ends. It prints a line when it does. */
const keeper = await openAlone({
  dataFolder: process.env.PARTNER_TOKEN_TRAY_DATA ?? '',
  secretStore: { kind: 'keychain' },
});
if (!keeper) throw new Error('the folder is held');
await keeper.serve();
process.stdout.write('listening\n');
process.stdin.resume();
await once(process.stdin, 'end');
await keeper.close();
