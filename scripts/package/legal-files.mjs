import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotGoOn, root } from '../bootstrap/project.mjs';
import { runNpm } from '../bootstrap/run.mjs';

/** Where electron-builder.yml takes the app's from. */
const APPS = {
  folder: join(root, '.cache', 'package'),
  bundles: ['main', 'preload', 'renderer'],
  /** What is in the package without being bundled: what electron-builder.yml copies, the panel's font, and Electron. */
  packages: [
    'electron',
    'keytar',
    'fs-native-extensions',
    'bare-addon-resolve',
    'bare-module-resolve',
    'bare-semver',
    'require-addon',
    'which-runtime',
    '@fontsource-variable/inter',
  ],
  runtime:
    'Those of what is in Electron, such as\n' +
    "Chromium and Node, are in LICENSES.chromium.html, which is beside this file or the app's program.\n",
};

/** Writes what goes into the app's package beside our license: the notices of third parties, and the bill of materials. */
export function writeLegalFilesOfApp() {
  return writeLegalFiles(APPS);
}

/**
 * The same for the command line as a single executable, whose script is in out/single.
 *
 * @param folder Where to.
 * @param runtime Where the licenses are of what is in Node.
 */
export function writeLegalFilesOfSingle(folder, runtime) {
  return writeLegalFiles({ folder, bundles: ['single'], packages: [], runtime });
}

async function writeLegalFiles({ folder, bundles, packages, runtime }) {
  const parties = thirdParties(bundles, packages);
  const bill = billOfMaterials(await wholeBill(), parties);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'THIRD-PARTY-NOTICES.txt'), notices(parties, runtime));
  writeFileSync(join(folder, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
}

/** Every package of others that a file comes from, by name. The build says what it bundled. */
function thirdParties(bundles, packages) {
  const bundled = bundles.flatMap((part) => readJson('out', part, 'licenses.json'));
  const all = new Map([...bundled, ...packages.map(readPackage)].map((party) => [refOf(party), party]));
  return [...all.values()].sort((a, b) => (refOf(a) < refOf(b) ? -1 : 1));
}

function readPackage(name) {
  const { version, license } = readJson('node_modules', name, 'package.json');
  const folder = join(root, 'node_modules', name);
  const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it));
  return { name, version, identifier: license, text: file && readFileSync(join(folder, file), 'utf8').trim() };
}

/** One text of all licenses. */
function notices(parties, runtime) {
  const each = parties.map(
    ({ name, version, identifier, text = 'The package brings no text of its license.' }) =>
      `${'-'.repeat(80)}\n${name} ${version}\nLicense: ${identifier}\n\n${text}\n`,
  );
  return [`Partner Token Tray contains work of others, under these licenses. ${runtime}`, ...each].join('\n');
}

/** Of npm's bill, which knows the development too, that part which is in the package. */
function billOfMaterials(whole, parties) {
  const refs = new Set(parties.map(refOf));
  const components = whole.components.filter((component) => refs.has(component['bom-ref']));
  const known = new Set(components.map((component) => component['bom-ref']));
  const missing = [...refs].filter((ref) => !known.has(ref));
  if (missing.length > 0) throw new CannotGoOn(`npm's bill of materials lacks ${missing.join(', ')}.`);
  const app = whole.metadata.component;
  return {
    ...whole,
    // npm names it after the folder of the clone.
    metadata: { ...whole.metadata, component: { ...app, name: app['bom-ref'].replace(/@[^@]*$/, '') } },
    // What is bundled is a dependency of the development for npm, and part of the app for whoever reads this.
    components: components.map((component) => ({
      ...component,
      scope: 'required',
      properties: component.properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
    })),
    dependencies: whole.dependencies
      .filter(({ ref }) => refs.has(ref) || ref === app['bom-ref'])
      .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((it) => refs.has(it)) })),
  };
}

async function wholeBill() {
  const format = ['--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application', '--include=dev'];
  const { code, output } = await runNpm(['sbom', ...format, '--loglevel=error'], { cwd: root });
  if (code !== 0) throw new CannotGoOn(`npm couldn't make a bill of materials:\n${output.trimEnd()}`);
  return JSON.parse(output);
}

function refOf({ name, version }) {
  return `${name}@${version}`;
}

function readJson(...path) {
  return JSON.parse(readFileSync(join(root, ...path), 'utf8'));
}
