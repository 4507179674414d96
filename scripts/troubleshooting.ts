import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderTroubleshooting } from './troubleshooting/render';

const target = fileURLToPath(new URL('../docs/troubleshooting.md', import.meta.url));
writeFileSync(target, renderTroubleshooting());
console.log('Wrote docs/troubleshooting.md');
