import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotGoOn, root } from '../bootstrap/project.mjs';
import { runNpm } from '../bootstrap/run.mjs';

/** Where electron-builder.yml takes them from. */
const FOLDER = join(root, '.cache', 'package');
/** What is in the package without being bundled: what electron-builder.yml copies, the panel's font, and Electron. */
const NOT_BUNDLED = [
  'electron',
  'keytar',
  'fs-native-extensions',
  'bare-addon-resolve',
  'bare-module-resolve',
  'bare-semver',
  'require-addon',
  'which-runtime',
  '@fontsource-variable/inter',
];

/** Writes what goes into the package beside our license: the notices of third parties, and the bill of materials. */
export async function writeLegalFiles() {
  const parties = thirdParties();
  const bill = billOfMaterials(await wholeBill(), parties);
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, 'THIRD-PARTY-NOTICES.txt'), notices(parties));
  writeFileSync(join(FOLDER, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
}

/** Every package of others that a file of the app comes from, by name. The build says what it bundled. */
function thirdParties() {
  const bundled = ['main', 'preload', 'renderer'].flatMap((part) => readJson('out', part, 'licenses.json'));
  const all = new Map([...bundled, ...NOT_BUNDLED.map(readPackage)].map((party) => [refOf(party), party]));
  return [...all.values()].sort((a, b) => (refOf(a) < refOf(b) ? -1 : 1));
}

function readPackage(name) {
  const { version, license } = readJson('node_modules', name, 'package.json');
  const folder = join(root, 'node_modules', name);
  const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it));
  return { name, version, identifier: license, text: file && readFileSync(join(folder, file), 'utf8').trim() };
}

/** One text of all licenses. */
function notices(parties) {
  const each = parties.map(
    ({ name, version, identifier, text = 'The package brings no text of its license.' }) =>
      `${'-'.repeat(80)}\n${name} ${version}\nLicense: ${identifier}\n\n${text}\n`,
  );
  return [
    'Partner Token Tray contains work of others, under these licenses. Those of what is in Electron, such as\n' +
      "Chromium and Node, are in LICENSES.chromium.html, which is beside this file or the app's program.\n",
    ...each,
  ].join('\n');
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
