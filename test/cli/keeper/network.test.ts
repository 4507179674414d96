import { once } from 'node:events';
import { createServer } from 'node:https';
import { expect, onTestFinished, test } from 'vitest';
import { nodeNetwork } from '../../../src/cli/keeper/network';
import { CLOUDS, hostsOfExtraCa } from '../../../src/core/model/clouds';
import { fetchWithin } from '../../../src/platform/http/fetch-within';
import { issueForLocalhost } from '../../support/x509';

const { ca, key, cert } = issueForLocalhost();

async function serve(): Promise<string> {
  const server = createServer({ key, cert }, (_request, response) => response.end('{}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return `https://localhost:${address.port}`;
}

/** Asks a host as a connection does whose custom cloud names an authority to trust. */
async function ask(base: string, authority: string) {
  const customCloud = { authority, partnerCenter: authority, scope: 'api://x/y', extraCa: ca };
  const signal = new AbortController().signal;
  const destination = { cloud: 'custom', customCloud, base, signal } as const;
  const met = await fetchWithin(
    nodeNetwork(() => null),
    destination,
    `${base}/`,
    {},
  );
  return met.kind === 'reply' ? met.status : met.code;
}

test('a custom cloud’s own authority is trusted for its own hosts, and for no other', async () => {
  const base = await serve();
  expect(await ask(base, base)).toBe(200);
  expect(await ask(base, 'https://login.elsewhere.example')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
});

test.each(Object.values(CLOUDS).map(({ authority }) => authority))('nobody’s authority counts for %s', (authority) => {
  const cloud = { authority, partnerCenter: 'https://api.example', scope: 'api://x/y', extraCa: ca };
  expect(hostsOfExtraCa(cloud)).toEqual(['api.example']);
});
