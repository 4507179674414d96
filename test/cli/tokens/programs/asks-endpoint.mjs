// A script that asks the managed identity endpoint for a token of the API in each line, and prints what it is answered.
import { createInterface } from 'node:readline';

const { IDENTITY_ENDPOINT, IDENTITY_HEADER } = process.env;
console.log('ready');
for await (const resource of createInterface({ input: process.stdin })) {
  const query = new URLSearchParams({ 'api-version': '2019-08-01', resource });
  const response = await fetch(`${IDENTITY_ENDPOINT}?${query}`, { headers: { 'X-IDENTITY-HEADER': IDENTITY_HEADER } });
  console.log(JSON.stringify({ status: response.status, ...(await response.json()) }));
}
