import { parseArgs } from 'node:util';
import { renderReport } from './simulate/report';
import { simulate } from './simulate/run';

const USAGE = 'npm run simulate -- --connections N --years Y --seed S [--json]';

function readOptions(): { connections: number; years: number; seed: number; json: boolean } {
  const { values } = parseArgs({
    options: {
      connections: { type: 'string', default: '100' },
      years: { type: 'string', default: '2' },
      seed: { type: 'string', default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const whole = (name: 'connections' | 'years' | 'seed', least: number, most: number): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new RangeError(`--${name} takes a whole number from ${least} to ${most}, not "${values[name]}".`);
  };
  return {
    connections: whole('connections', 1, 100_000),
    years: whole('years', 1, 1000),
    seed: whole('seed', 0, 4_294_967_295),
    json: values.json,
  };
}

try {
  const { json, ...options } = readOptions();
  const start = performance.now();
  const report = await simulate(options);
  const seconds = (performance.now() - start) / 1000;
  console.log(json ? JSON.stringify(report, null, 2) : renderReport(report));
  // On the other stream, since it differs from run to run and the report must not.
  console.error(`${(options.years / seconds).toFixed(2)} virtual years per second, ${seconds.toFixed(1)} s in all`);
  process.exitCode = report.losses.length + report.duplicateNotices.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof RangeError || error instanceof TypeError)) throw error;
  console.error(`${error.message}\nUsage: ${USAGE}`);
  process.exitCode = 2;
}
