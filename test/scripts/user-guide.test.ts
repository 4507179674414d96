import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLOUDS, type KnownCloudName } from '../../src/core/model/clouds';

const MICROSOFTS: readonly KnownCloudName[] = ['global', 'us-government', 'china'];

const hostOf = (address: string | null) => (address === null ? '–' : `\`${new URL(address).host}\``);

function table(): string {
  const rows = MICROSOFTS.map((name) => {
    const { label, authority, partnerCenter, graph, exchange, keyVault, portal } = CLOUDS[name];
    const hosts = [authority, partnerCenter, graph, exchange, keyVault, portal];
    return `| ${label} | ${hosts.map(hostOf).join(' | ')} |`;
  });
  return [
    '| Cloud | Sign-in | Partner Center | Microsoft Graph | Exchange Online | Key Vault | Portal |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

test("docs/user-guide.md names the hosts of Microsoft's clouds that the app asks", () => {
  const guide = readFileSync(new URL('../../docs/user-guide.md', import.meta.url), 'utf8');
  expect(guide).toContain(table());
});
