import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderCliDocs } from './cli-docs/render';

const target = fileURLToPath(new URL('../docs/cli.md', import.meta.url));
writeFileSync(target, renderCliDocs());
console.log('Wrote docs/cli.md');
