import { expect, test } from 'vitest';
import { startLab } from '../support/cli';

test('prints an access token and nothing else, with no app running', async () => {
  const lab = await startLab();
  await lab.seed('Contoso');
  const { code, stdout, stderr } = await lab.run(['token', 'cont']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const called = await fetch(`${lab.cloud.origin}/v1/profiles/organization`, {
    headers: { Authorization: `Bearer ${stdout.trimEnd()}` },
  });
  expect(called.status).toBe(200);
});
