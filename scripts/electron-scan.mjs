// Scans src for Electron's known pitfalls and holds what it finds against scripts/electron-scan/answers.json. A finding
// of high severity fails, and so does one without an answer, or an answer without one: `npm test -- electron-scan`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './bootstrap/project.mjs';
import { complaints, scan } from './electron-scan/scan.mjs';

const answers = JSON.parse(readFileSync(join(root, 'scripts', 'electron-scan', 'answers.json'), 'utf8'));
const said = complaints(await scan(join(root, 'src')), answers);
for (const line of said) console.error(line);
process.exitCode = said.length === 0 ? 0 : 1;
