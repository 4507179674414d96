import { createNodeFetch } from '../../../src/platform/http/node-fetch';

/** Fetches one address in a process of its own, for what Node reads from its environment only when it starts. */
const [url = '', extraCa = ''] = process.argv.slice(2);
const get = createNodeFetch({ environment: process.env, extraCa: extraCa === '' ? null : extraCa });
get(url).then(
  async (response) => process.stdout.write(`${response.status} ${await response.text()}`),
  (error: unknown) => process.stdout.write(`failed: ${error instanceof Error ? String(error.cause) : error}`),
);
