// npm test: installs what is missing and runs every check. `npm test -- lint unit` runs only the stages named.

import { ensureBuilt } from './bootstrap/build.mjs';
import { CannotGoOn, say } from './bootstrap/project.mjs';
import { bootstrap } from './bootstrap.mjs';
import { endAll, endLeftovers, execute } from './test-run/execute.mjs';
import { STAGES } from './test-run/stages.mjs';

const total = { passed: 0, failed: 0 };
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    endAll();
    process.exit(1);
  });
}

try {
  await runTests(chooseStages(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof CannotGoOn ? error.message : error);
  total.failed += 1;
}
say(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function runTests(stages) {
  const electron = await bootstrap('test');
  if (electron.isStandIn) say('The app is tested on the stand-in for Electron: see docs/electron-truth.md.');
  const env = { ELECTRON_OVERRIDE_DIST_PATH: electron.folder };

  await runSideBySide(
    stages.filter((stage) => !stage.alone),
    env,
  );
  if (stages.some((stage) => stage.needsBuild)) await ensureBuilt();
  for (const stage of stages.filter((stage) => stage.alone)) await runStage(stage, env);

  const leftovers = await endLeftovers();
  record(
    'Nothing left running',
    leftovers.length === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, output: leftovers.join('\n') },
  );
}

/** Two at a time: more would only take turns on two cores. */
async function runSideBySide(stages, env) {
  const waiting = [...stages];
  const lane = async () => {
    for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) await runStage(stage, env);
  };
  await Promise.all([lane(), lane()]);
}

async function runStage(stage, env) {
  const start = Date.now();
  const result = await stage
    .run((command, more = {}) => execute(command, { limit: stage.limit, env: { ...env, ...more } }))
    .catch((error) => ({ passed: 0, failed: 1, output: String(error?.stack ?? error) }));
  record(stage.heading, result, Date.now() - start);
}

function record(heading, { passed, failed, output = '' }, duration = 0) {
  total.passed += passed;
  total.failed += failed;
  const count = passed + failed > 1 ? `: ${passed} of ${passed + failed}` : '';
  say(`${failed === 0 ? 'ok    ' : 'FAILED'} ${heading}${count} (${(duration / 1000).toFixed(1)} s)`);
  if (failed > 0) say(`\n${output.trim()}\n`);
}

function chooseStages(names) {
  if (names.length === 0) return STAGES;
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0)
    throw new CannotGoOn(
      `There is no stage "${unknown[0]}". The stages are: ${STAGES.map((stage) => stage.name).join(', ')}.`,
    );
  return STAGES.filter((stage) => names.includes(stage.name));
}
