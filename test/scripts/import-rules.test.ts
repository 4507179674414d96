import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const repository = resolve(import.meta.dirname, '../..');

/** A small project with one file per way to break a rule, and some that break none. */
const FILES: Record<string, string> = {
  'src/core/good.ts': 'export const good = 1;',
  'src/core/reaches-platform.ts': "import '../platform/good';",
  'src/core/reads-files.ts': "import 'node:fs';",
  'src/core/has-a-schema.ts': "import 'valibot'; import './good';",
  'src/core/uses-npm.ts': "import 'electron-store';",
  'src/core/model/good.ts': "import 'valibot';",
  'src/core/model/reaches-validation.ts': "import '../validation/good';",
  'src/core/validation/good.ts': "import '../model/good';",
  'src/core/validation/reaches-expiry.ts': "import '../expiry/good';",
  'src/core/failures/good.ts': "import '../model/good'; import '../validation/good';",
  'src/core/failures/reaches-api-check.ts': "import '../api-check/good';",
  'src/core/expiry/good.ts': "import '../model/good'; import '../validation/good'; import '../failures/good';",
  'src/core/expiry/reaches-setup.ts': "import '../setup/good';",
  'src/core/storage/good.ts': "import '../expiry/good';",
  'src/core/storage/reaches-api-check.ts': "import '../api-check/good';",
  'src/core/keeper/good.ts': "import '../storage/good';",
  'src/core/keeper/reaches-setup.ts': "import '../setup/good';",
  'src/core/api-check/good.ts': "import '../model/good';",
  'src/core/api-check/reaches-keeper.ts': "import '../keeper/good';",
  'src/core/setup/good.ts': "import '../validation/good';",
  'src/core/setup/reaches-keeper.ts': "import '../keeper/good';",
  'src/platform/good.ts': "import '../core/good'; import 'node:fs'; import 'keytar';",
  'src/platform/reaches-practice.ts': "import '../practice/good';",
  'src/platform/knows-electron.ts': "import 'electron';",
  'src/practice/good.ts': "import '../core/good'; import 'node:http';",
  'src/practice/reaches-ipc.ts': "import '../ipc/good';",
  'src/practice/uses-dev-tool.ts': "import 'fast-check';",
  'src/ipc/good.ts': "import '../core/good'; import 'valibot';",
  'src/ipc/reaches-main.ts': "import '../main/good';",
  'src/ipc/reads-files.ts': "import 'node:fs';",
  'src/agent/good.ts': "import '../core/good'; import 'node:net'; import 'valibot';",
  'src/agent/reaches-platform.ts': "import '../platform/good';",
  'src/agent/uses-npm.ts': "import 'electron-store';",
  'src/main/good.ts':
    "import '../core/good'; import '../platform/good'; import '../practice/good'; import '../ipc/good'; import '../agent/good'; import 'electron';",
  'src/main/reaches-renderer.ts': "import '../renderer/good';",
  'src/main/reaches-test.ts': "import '../../test/helper';",
  'src/main/index.ts': "import './flow'; void import('./good'); void import('./late');",
  'src/main/flow.ts': "import type { LogLevel } from '@azure/msal-node'; export type Level = LogLevel;",
  'src/main/late.ts': "import '@azure/msal-node';",
  'src/main/lonely.ts': 'export const lonely = 1;',
  'src/main/asks-for-nothing.ts': "import './nowhere';",
  'src/main/round.ts': "import './robin';",
  'src/main/robin.ts': "import './round';",
  'src/cli/reaches-preload.ts': "import '../preload/good';",
  'src/preload/good.ts': "import '../ipc/good'; import 'electron';",
  'src/preload/reaches-core.ts': "import '../core/good';",
  'src/renderer/good.ts': "import '../ipc/good'; import 'react';",
  'src/renderer/reaches-core.ts': "import '../core/good';",
  'src/renderer/reads-files.ts': "import 'node:fs';",
  'test/helper.ts': "import '../src/main/good';",
};

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

const BETWEEN_FOLDERS = 'no-cycles-between-folders';

/** Two folders that need each other though no file needs itself, and one that both may use. */
const TWO_FOLDERS: Record<string, string> = {
  'src/main/here/one.ts': "import '../there/two';",
  'src/main/here/other.ts': "import '../low/good';",
  'src/main/there/two.ts': "import '../here/other'; import '../low/good';",
  'src/main/low/good.ts': 'export const good = 1;',
};

let project: string;

function violations(config: string, project: string): string[] {
  const cli = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', join(repository, config), '--output-type', 'json', 'src'];
  const run = { cwd: project, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const found: { summary: { violations: Violation[] } } = JSON.parse(execFileSync(process.execPath, args, run));
  return found.summary.violations.map(({ from, rule }) => `${from} ${rule.name}`).sort();
}

function build(files: Record<string, string>): string {
  const built = mkdtempSync(join(tmpdir(), 'import-rules-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(built, file)), { recursive: true });
    writeFileSync(join(built, file), text);
  }
  for (const shared of ['package.json', 'tsconfig.json', 'node_modules'])
    symlinkSync(join(repository, shared), join(built, shared));
  return built;
}

beforeAll(() => {
  project = build(FILES);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('the import rules', () => {
  test('refuse each forbidden import and nothing else', () => {
    const found = violations('.dependency-cruiser.cjs', project).filter(
      (violation) => !violation.endsWith(BETWEEN_FOLDERS),
    );
    // A cycle is told once, whichever file it is entered by.
    expect(found).toEqual(
      [
        'src/agent/reaches-platform.ts agent-imports-only-core',
        'src/agent/uses-npm.ts core-and-agent-use-valibot-only',
        'src/cli/reaches-preload.ts cli-imports-only-core-platform-practice-ipc-agent',
        'src/core/api-check/reaches-keeper.ts api-check-imports-only-model-failures-validation',
        'src/core/expiry/reaches-setup.ts expiry-imports-only-model-failures-validation',
        'src/core/failures/reaches-api-check.ts failures-imports-only-model-validation',
        'src/core/keeper/reaches-setup.ts keeper-imports-only-model-failures-validation-expiry-storage-key-vault',
        'src/core/model/reaches-validation.ts model-imports-only-itself',
        'src/core/reaches-platform.ts core-imports-only-itself',
        'src/core/reads-files.ts core-is-pure',
        'src/core/uses-npm.ts core-and-agent-use-valibot-only',
        'src/core/setup/reaches-keeper.ts setup-imports-only-model-failures-validation',
        'src/core/storage/reaches-api-check.ts storage-imports-only-model-failures-validation-expiry',
        'src/core/validation/reaches-expiry.ts validation-imports-only-model',
        'src/ipc/reaches-main.ts ipc-imports-only-core',
        'src/ipc/reads-files.ts pages-have-no-node',
        'src/main/asks-for-nothing.ts everything-imported-exists',
        'src/main/asks-for-nothing.ts everything-imported-is-declared',
        'src/main/lonely.ts no-orphans',
        'src/main/reaches-renderer.ts main-imports-only-core-platform-practice-ipc-agent',
        'src/main/reaches-test.ts src-imports-only-src',
        'src/main/robin.ts no-cycles',
        'src/platform/knows-electron.ts only-main-and-preload-know-electron',
        'src/platform/reaches-practice.ts platform-imports-only-core',
        'src/practice/reaches-ipc.ts practice-imports-only-core',
        'src/practice/uses-dev-tool.ts app-imports-no-dev-dependencies',
        'src/preload/reaches-core.ts preload-imports-only-ipc',
        'src/renderer/reaches-core.ts renderer-imports-only-ipc',
        'src/renderer/reads-files.ts pages-have-no-node',
      ].sort(),
    );
  });

  test('refuse a cycle between folders, wherever each of them is entered', () => {
    const two = build(TWO_FOLDERS);
    const found = violations('.dependency-cruiser.cjs', two).filter((violation) => violation.endsWith(BETWEEN_FOLDERS));
    rmSync(two, { recursive: true, force: true });
    expect(found).toEqual([`src/main/here ${BETWEEN_FOLDERS}`, `src/main/there ${BETWEEN_FOLDERS}`]);
  });

  test("let one file of the app hand things to the system's shell", () => {
    const shells = {
      'src/main/system/open-in-browser.ts': "import { shell } from 'electron'; export const open = shell;",
      'src/main/good.ts':
        "import { app } from 'electron'; import type { Session } from 'electron'; export type S = Session;",
      'src/main/by-name.ts': "import { shell as system } from 'electron'; export const open = system;",
      'src/main/by-another-name.ts': "import { shell } from 'electron/main'; export const open = shell;",
      'src/main/by-default.ts': "import electron from 'electron'; export const open = electron;",
      'src/main/late.ts': "export const open = () => import('electron');",
      'src/main/whole.ts': "import * as electron from 'electron'; export const open = electron;",
      'src/preload/hands-on.ts': "export { shell } from 'electron';",
    };
    const linted = build(shells);
    symlinkSync(join(repository, 'biome.json'), join(linted, 'biome.json'));
    const cli = join(repository, 'node_modules/@biomejs/biome/bin/biome');
    const args = ['lint', '--only=style/noRestrictedImports', '--vcs-enabled=false', '--reporter=json', 'src'];
    const { stdout } = spawnSync(process.execPath, [cli, ...args], { cwd: linted, encoding: 'utf8' });
    rmSync(linted, { recursive: true, force: true });
    const found: { diagnostics: { location: { path: string } }[] } = JSON.parse(stdout);
    const allowed = new Set(['src/main/system/open-in-browser.ts', 'src/main/good.ts']);
    expect(found.diagnostics.map(({ location }) => location.path).sort()).toEqual(
      Object.keys(shells)
        .filter((file) => !allowed.has(file))
        .sort(),
    );
  });

  test('let MSAL, sockets and schemas be loaded when they are needed', () => {
    writeFileSync(join(project, 'src/cli/main.ts'), "import './register';");
    writeFileSync(join(project, 'src/cli/work.ts'), "import 'valibot'; import 'node:net';");
    writeFileSync(join(project, 'src/cli/register.ts'), "void import('./work');");
    expect(violations('.dependency-cruiser.start-up.cjs', project)).toEqual([]);
  });

  test('refuse MSAL on the way to the tray icon, and sockets and schemas on the way to the help of the command line', () => {
    writeFileSync(join(project, 'src/main/flow.ts'), "import './late';");
    writeFileSync(join(project, 'src/cli/register.ts'), "import './work';");
    expect([...new Set(violations('.dependency-cruiser.start-up.cjs', project))]).toEqual([
      'src/cli/main.ts help-is-there-at-once',
      'src/main/index.ts the-icon-comes-first',
    ]);
  });
});
