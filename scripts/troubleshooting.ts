import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderTroubleshooting, withCodes } from './troubleshooting/render';

const pageOf = (name: string) => fileURLToPath(new URL(`../docs/${name}`, import.meta.url));
writeFileSync(pageOf('troubleshooting.md'), renderTroubleshooting());
const keyVault = pageOf('key-vault.md');
writeFileSync(keyVault, withCodes('key-vault.md', readFileSync(keyVault, 'utf8')));
console.log('Wrote docs/troubleshooting.md, and the codes in docs/key-vault.md');
