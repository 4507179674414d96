// A script with the unmodified Azure SDK. Each line that it reads is what it shall do; it prints what came of it.
import { subscribe } from 'node:diagnostics_channel';
import { createInterface } from 'node:readline';
import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';

const { TEST_VAULT } = process.env;
let asked = 0;
subscribe('http.client.request.start', ({ request }) => {
  if (!request.path.startsWith('/token?')) return;
  asked += 1;
  if (asked === 100) console.log('a hundred have asked');
});
// A practice vault is a path, not a host of its own.
const vaultWith = (credential) =>
  new SecretClient(TEST_VAULT, credential, { disableChallengeResourceVerification: true });
const vault = vaultWith(new DefaultAzureCredential());
const read = async (client) => (await client.getSecret('greeting')).value;

const jobs = {
  read: () => read(vault),
  'read with a hundred': async () => {
    asked = 0;
    const clients = Array.from({ length: 100 }, () => vaultWith(new ManagedIdentityCredential()));
    const values = await Promise.all(clients.map(read));
    return [...new Set(values)];
  },
  'ask for an unknown API': () =>
    new ManagedIdentityCredential().getToken('https://unknown.example/.default').catch((error) => error.message),
  'ask for another identity': () =>
    new ManagedIdentityCredential({ clientId: '00000000-0000-0000-0000-000000000001' })
      .getToken('https://vault.azure.net/.default')
      .catch((error) => error.message),
};

console.log('ready');
for await (const line of createInterface({ input: process.stdin })) console.log(JSON.stringify(await jobs[line]()));
