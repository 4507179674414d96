import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import finding from '@doyensec/electronegativity/dist/finder/index.js';
import parsing from '@doyensec/electronegativity/dist/parser/index.js';

// The scanner's parts are used without its runner, which asks the web at each run: for releases of Electron, and for
// translations, which this function stands for. For the runner alone there is read-package-tree, of which package.json
// takes the last version that comes without 76 packages more.
globalThis.__ = (name) => name;
const ASKS_THE_WEB = ['availablesecurityfixesglobalcheck'];

/**
 * Finds Electron's known pitfalls in the files of a folder. No version of Electron is named, so that the scanner takes
 * every default for unsafe: options have to be written where it sees them. Comments that would silence it don't.
 */
export async function scan(folder) {
  const parser = new parsing.Parser(false, true);
  const finder = new finding.Finder([], []);
  const issues = [];
  for (const file of filesIn(folder)) {
    const [type, data, content] = parse(parser, folder, file);
    if (data === null) continue;
    for (const issue of await finder.find(file, data, type, content))
      issues.push({ ...issue, visibility: { excludesGlobal: [], inlineDisabled: false, globalCheckDisabled: false } });
  }
  const judged = await new finding.GlobalChecks([], ASKS_THE_WEB).getResults(issues);
  return judged
    .filter((issue) => !issue.visibility?.globalCheckDisabled)
    .map(({ id, severity, file, sample }) => ({
      check: id,
      severity: severity.name,
      file,
      code: sample?.trim() ?? '',
    }));
}

/** What is wrong between findings and answers, a line each. An answer is good for one finding, and for no high one. */
export function complaints(findings, answers) {
  const open = [...answers];
  const said = [];
  for (const found of findings) {
    const answer = open.findIndex((it) => keyOf(it) === keyOf(found));
    if (answer !== -1) open.splice(answer, 1);
    if (found.severity === 'HIGH') said.push(`High severity: ${keyOf(found)}`);
    else if (answer === -1) said.push(`Not answered: ${keyOf(found)}`);
  }
  return [...said, ...open.map((answer) => `Answered, but not found: ${keyOf(answer)}`)];
}

function keyOf({ check, file, code }) {
  return `${check} in ${file}: ${code}`;
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

function parse(parser, folder, file) {
  try {
    return parser.parse(file, readFileSync(join(folder, file)));
  } catch (error) {
    throw new Error(`The scanner can't read ${file}: ${error.message}`);
  }
}
