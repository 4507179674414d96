import { writeSync } from 'node:fs';
import { createConnectionsFile } from '../../../src/platform/files/connections-file';
import { stateOf } from './states';

/** Saves ever larger and smaller states, and says on stdout which it begins and which is done, until it is killed. */
const file = createConnectionsFile(process.argv[2] ?? '');
await file.load();
for (let count = 1; ; count = (count % 150) + 1) {
  writeSync(1, `begin ${count}\n`);
  await file.save(stateOf(count));
  writeSync(1, `done ${count}\n`);
}
