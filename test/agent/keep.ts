import { serveAgent } from '../../src/agent/server';
import { NO_HANDLERS } from './no-handlers';

/** A process that serves the folder in its first argument until it is killed, and prints a line when it does. */
const [, , dataFolder = ''] = process.argv;
await serveAgent({
  dataFolder,
  handlers: {
    ...NO_HANDLERS,
    who: async () => ({ kind: 'who', processId: process.pid, since: Date.now(), appVersion: '1.2.3' }),
    'import-token': async () => ({ kind: 'import-token', outcome: { ok: true, words: 'Imported.' } }),
  },
});
process.stdout.write('listening\n');
