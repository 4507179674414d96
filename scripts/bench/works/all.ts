import { keychainCalls } from './calls';
import { commandLine } from './command-line';
import { filesWritten } from './files';
import { idle } from './idle';
import { inMemory } from './in-memory';
import { memory } from './memory';
import { panel } from './panel';
import { realKeyring } from './real-keyring';
import { start } from './start';
import { tray } from './tray';
import type { Work } from './work';

/** Everything that is measured, in the order of the table. */
export const ALL: readonly Work[] = [
  realKeyring(100),
  realKeyring(300),
  inMemory,
  filesWritten,
  keychainCalls,
  start,
  memory,
  tray,
  panel,
  commandLine,
  idle,
];
