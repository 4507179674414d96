import { machinesOf, report } from './fleet';
import { readOptions, USAGE } from './options';
import { shrink } from './shrink';
import { isClean, tell } from './words';
import { liveOnThreads } from './workers';

try {
  const { json, ...options } = readOptions(process.argv.slice(2));
  const start = performance.now();
  const outcome = report(options, await liveOnThreads(machinesOf(options)));
  const seconds = (performance.now() - start) / 1000;
  const shrunk = outcome.shortest && (await shrink(outcome.shortest, options));
  console.log(json ? JSON.stringify({ ...outcome, shrunk }, null, 2) : tell(outcome, shrunk));
  // On the other stream, since it differs from run to run and the report must not.
  const computing = process.cpuUsage();
  const cpu = (computing.user + computing.system) / 1_000_000;
  console.error(
    `${(options.years / seconds).toFixed(2)} virtual years per second: ${seconds.toFixed(1)} s in all, ${cpu.toFixed(1)} s of computing`,
  );
  process.exitCode = isClean(outcome) ? 0 : 1;
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  console.error(`${error.message}\nUsage: ${USAGE}`);
  process.exitCode = 2;
}
