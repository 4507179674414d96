// A thread of its own: what hangs the fuzzer's thread does not hang this one. It keeps the input, says so, and ends the process.
import { createHash } from 'node:crypto';
import { writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

const { folder, hang } = workerData;
let timer;

parentPort.on('message', (fed) => {
  clearTimeout(timer);
  if (fed !== null) timer = setTimeout(giveUp, hang, fed);
});

function giveUp({ target, bytes, input }) {
  const why = `no end after ${hang / 1000} s`;
  const file = join(folder, `${target}-${createHash('sha256').update(bytes).digest('hex').slice(0, 8)}.json`);
  const kept = { target, why, input, bytes: Buffer.from(bytes).toString('base64') };
  writeFileSync(file, `${JSON.stringify(kept, null, 2)}\n`);
  writeSync(2, `FAILED ${target}: ${why}. Kept in ${file}\n${input}\n`);
  process.kill(process.pid, 'SIGKILL');
}
