// npm test: installs what is missing and runs every check. `npm test -- lint unit` runs only the stages named.

import { ensureBuilt } from './bootstrap/build.mjs';
import { CannotGoOn, say } from './bootstrap/project.mjs';
import { bootstrap } from './bootstrap.mjs';
import { endAll, endLeftovers, execute } from './test-run/execute.mjs';
import { STAGES } from './test-run/stages.mjs';

const total = { passed: 0, failed: 0 };
/** Each part of the run with its duration in milliseconds, in the order they ended. */
const took = [];
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    endAll();
    process.exit(1);
  });
}

const start = Date.now();
try {
  await runTests(chooseStages(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof CannotGoOn ? error.message : error);
  total.failed += 1;
}
const parts = took.map(([what, time]) => `${what} ${seconds(time)}`);
say(`\n${seconds(Date.now() - start)} in all. ${parts.join(', ')}`);
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runTests(stages) {
  const electron = await bootstrap('test');
  took.push(['Setup', Date.now() - start]);
  if (electron.isStandIn) say('Testing on the stand-in for Electron. See docs/electron-truth.md.');
  const env = { ELECTRON_OVERRIDE_DIST_PATH: electron.folder };

  // What is built is tested in both lanes of tests.
  if (stages.some(({ lane }) => lane !== 'checks')) await ensureBuilt();

  // Tests wait much of their time, for browsers and daemons; what runs beside them computes meanwhile.
  const ofLanes = (...lanes) => stages.filter(({ lane }) => lanes.includes(lane));
  await Promise.all([runOneByOne(ofLanes('checks', 'app'), env), runOneByOne(ofLanes('tests'), env)]);

  const leftovers = await endLeftovers();
  record(
    'Nothing left running',
    leftovers.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, output: leftovers.join('\n') },
  );
}

async function runOneByOne(stages, env) {
  for (const stage of stages) await runStage(stage, env);
}

async function runStage(stage, env) {
  const startOfStage = Date.now();
  const result = await stage
    .run((command, more = {}) => execute(command, { limit: stage.limit, env: { ...env, ...more } }))
    .catch((error) => ({ passed: 0, failed: 1, output: String(error?.stack ?? error) }));
  const time = Date.now() - startOfStage;
  took.push([stage.heading, time]);
  record(stage.heading, result, ` (${seconds(time)})`);
}

function record(heading, { passed, failed, output = '' }, note = '') {
  total.passed += passed;
  total.failed += failed;
  const count = passed + failed > 1 ? `: ${passed} of ${passed + failed}` : '';
  say(`${failed === 0 ? 'ok    ' : 'FAILED'} ${heading}${count}${note}`);
  if (failed > 0) say(`\n${output.trim()}\n`);
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 1 : 0)} s`;
}

function chooseStages(names) {
  if (names.length === 0) return STAGES;
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0)
    throw new CannotGoOn(`There's no stage "${unknown[0]}". Stages: ${STAGES.map((stage) => stage.name).join(', ')}.`);
  return STAGES.filter((stage) => names.includes(stage.name));
}
