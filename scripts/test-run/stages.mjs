import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../bootstrap/project.mjs';
import { counted, countPlaywright, countVitest } from './count.mjs';

const MINUTE = 60_000;

/** A tool of node_modules by its JavaScript file: no shell, no npx, the same on every system. */
function tool(...path) {
  return join(root, 'node_modules', ...path);
}

/**
 * Tests speak to this computer only. What leads elsewhere could only mislead them, and a file of extra certificates, which
 * Node 20 reads at each start, costs each of their some hundred processes 80 ms.
 */
const NOTHING_OUTSIDE = Object.fromEntries(
  ['NODE_EXTRA_CA_CERTS', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']
    .flatMap((name) => [name, name.toLowerCase()])
    .map((name) => [name, undefined]),
);

function check(name, heading, command) {
  return {
    name,
    heading,
    lane: 'checks',
    limit: 10 * MINUTE,
    run: async (execute) => oneCheck(await execute(command)),
  };
}

/** Every stage of `npm test`, in order within its lane. Those of `app` follow those of `checks`, and `tests` runs beside both. */
export const STAGES = [
  check('lint', 'Format and lint', [
    tool('@biomejs', 'biome', 'bin', 'biome'),
    'ci',
    '--error-on-warnings',
    '--colors=off',
    '.',
  ]),
  // TypeScript 7, several times as fast as 6, which stays for tools that need its API: the import rules and the Electron scan.
  check('types', 'Types', [tool('tsc', 'bin', 'tsc'), '--noEmit']),
  check('imports', 'Import rules', [
    tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    ...['--config', '.dependency-cruiser.cjs', 'src', 'scripts', 'test'],
  ]),
  check('start-up', 'Import rules of the start-up', [
    tool('dependency-cruiser', 'bin', 'dependency-cruise.mjs'),
    ...['--config', '.dependency-cruiser.start-up.cjs', 'src'],
  ]),
  check('dead-code', 'Dead code', [tool('knip', 'bin', 'knip.js')]),
  check('dead-without-tests', 'Code that only tests call', [
    tool('knip', 'bin', 'knip.js'),
    ...['--config', 'knip.production.jsonc', '--production', '--include', 'files,exports,types,nsExports,nsTypes'],
  ]),
  check('electron-scan', "Electron's known pitfalls", [join(root, 'scripts', 'electron-scan.mjs')]),
  check('package', "The app's folder", [join(root, 'scripts', 'package.mjs'), '--dir']),
  check('fuzz', 'Fuzzing', [tool('tsx', 'dist', 'cli.mjs'), 'test/fuzz/fuzz.ts', '--minutes', '0.4']),
  {
    name: 'unit',
    heading: 'Unit and integration tests',
    lane: 'tests',
    limit: 25 * MINUTE,
    run: (execute) =>
      withReport('vitest.json', async (report) => {
        const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
        const result = await execute([tool('vitest', 'vitest.mjs'), 'run', ...reporters], NOTHING_OUTSIDE);
        return counted(result, () => countVitest(readJson(report)));
      }),
  },
  {
    name: 'e2e',
    heading: 'The whole app',
    lane: 'app',
    limit: 25 * MINUTE,
    run: (execute) =>
      withReport('playwright.json', async (report) => {
        const env = { ...NOTHING_OUTSIDE, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
        const result = await execute([tool('playwright', 'cli.js'), 'test', '--reporter=list,json'], env);
        return counted(result, () => countPlaywright(readJson(report)));
      }),
  },
];

function oneCheck({ code, output }) {
  return code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

async function withReport(name, use) {
  const folder = mkdtempSync(join(tmpdir(), 'partner-token-tray-report-'));
  try {
    return await use(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
