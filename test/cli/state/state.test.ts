import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { askKeeper } from '../../../src/agent/client';
import type { AnswerOf, Asking, RequestKind } from '../../../src/agent/requests';
import { NO_FACTS } from '../../../src/core/model/credential';
import { DAY } from '../../../src/core/model/time';
import { obtainTokens } from '../../practice/support/cloud';
import { type Lab, startLab } from '../support/cli';
import { documented } from '../support/documented';
import { readMetrics } from './metrics';

/** Has a living keeper do what the command lines of other rooms would. */
async function ask<K extends RequestKind>({ dataFolder }: Lab, request: Asking<K>): Promise<AnswerOf<K>> {
  const asked = await askKeeper(dataFolder, request);
  if (asked.kind !== 'reply') throw new Error(asked.kind);
  return asked.answer;
}

async function addConnection(lab: Lab, name: string, alias: string | null): Promise<void> {
  const { clientSecret } = lab.cloud.partner;
  const credential = { kind: 'secret', clientSecret } as const;
  await ask(lab, { kind: 'add', settings: lab.settings(name), credential, facts: NO_FACTS });
  if (alias === null) return;
  const { refreshToken } = await obtainTokens(lab.cloud, alias);
  const imported = await ask(lab, { kind: 'import-token', wanted: name, refreshToken });
  if (!imported.outcome.ok) throw new Error(imported.outcome.words);
}

test('connections are listed, watched, refreshed and tested, with a keeper that lives and with none', async () => {
  const lab = await startLab();

  // Nothing is there yet.
  const empty = await lab.run(['list']);
  expect(empty).toEqual({ code: 0, stdout: '', stderr: expect.stringContaining('There are no connections yet.') });
  expect(await lab.run(['status', '--fail-within', '14d'])).toMatchObject({ code: 1, stdout: '' });

  const unreadable = await lab.run(['list', '--json', '--data-folder', join(lab.dataFolder, 'other')], {
    env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' },
  });
  expect(unreadable).toMatchObject({ code: 1, stderr: expect.stringContaining('keychain') });
  documented('error', unreadable.stdout);

  // While a keeper lives, commands ask it: without a keychain of their own.
  const stop = await lab.startKeeper();
  await addConnection(lab, 'Contoso', 'alex');
  await addConnection(lab, 'Fabrikam', 'nomfa');
  const env = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere' };
  const live = await lab.run(['status'], { env });
  expect(live).toMatchObject({ code: 0, stderr: '' });
  expect(live.stdout.split('\n')[0]).toMatch(/^Name +State +MFA +Expires +Account +Next refresh +Resource +Cloud$/);
  expect(live.stdout).toMatch(/^Contoso +Fine, 90 days left +yes +\d{4}-\d\d-\d\d \(90 days\) +alex@/m);
  expect(live.stdout).toMatch(/^Fabrikam +\S.+ no +\d{4}/m);
  expect(live.stdout).not.toContain('\u001b');

  await addConnection(lab, 'Never signed in', null);
  const all = await lab.run(['refresh', '--all', '--json'], { env });
  expect(all).toMatchObject({ code: 0, stderr: '' });
  expect(documented('refresh', all.stdout)).toMatchObject({
    refreshed: expect.arrayContaining([
      expect.objectContaining({ name: 'Contoso' }),
      expect.objectContaining({ name: 'Fabrikam' }),
    ]),
    failed: [],
    skipped: [{ name: 'Never signed in' }],
  });
  expect(await lab.run(['status', '--fail-within', '14d'], { env })).toMatchObject({
    code: 3,
    stderr: 'A person is needed: "Never signed in".\n',
  });
  await ask(lab, { kind: 'remove', wanted: 'Never signed in' });
  await stop();

  // With none, a command becomes the keeper until it ends.
  const file = join(lab.dataFolder, 'exported.txt');
  const exporting = await lab.run(['export', 'Contoso', '--to', file, '--label', 'Billing', '--yes']);
  expect(exporting).toMatchObject({ code: 0 });
  const refreshToken = (await readFile(file, 'utf8')).trim();
  const tokens = await lab.run(['exported', '--json']);
  expect(documented('exported', tokens.stdout)).toMatchObject({
    exportedTokens: [{ connection: { name: 'Contoso' }, to: 'file', place: file, label: 'Billing', state: 'in-use' }],
  });
  const exportId: string = JSON.parse(tokens.stdout).exportedTokens[0].id;
  expect((await lab.run(['exported', 'contoso'])).stdout).toMatch(
    new RegExp(`${exportId.slice(0, 8)} +Contoso .* In use +${file} +Billing`),
  );
  expect(await lab.run(['exported', '--mark-replaced', '0'.repeat(31)])).toMatchObject({ code: 2, stdout: '' });
  expect(await lab.run(['exported', 'contoso', '--mark-replaced', ''])).toMatchObject({ code: 2, stdout: '' });
  const marked = await lab.run(['exported', '--mark-replaced', exportId.slice(0, 8), '--json']);
  expect(documented('exported', marked.stdout)).toMatchObject({ exportedTokensInUse: 0 });
  expect((await lab.run(['exported'])).stderr).toBe('No exported token is in use.\n');

  const fine = await lab.run(['status', 'contoso', '--fail-within', '14d', '--json']);
  expect(fine).toMatchObject({ code: 0, stderr: '' });
  expect(documented('status', fine.stdout)).toMatchObject({
    connections: [{ name: 'Contoso', status: 'fine', mfa: true }],
    trouble: null,
  });
  expect(await lab.run(['status', 'contoso', '--fail-within', '90d'])).toMatchObject({
    code: 4,
    stderr: 'Expires within 90 days: "Contoso".\n',
  });
  expect(await lab.run(['status', '--fail-within', '90d'])).toMatchObject({
    code: 5,
    stderr: 'Partner Center refuses tokens without MFA: "Fabrikam".\n',
  });
  const bad = await lab.run(['status', '--fail-within', 'x', '--json']);
  expect(bad.code).toBe(2);
  expect(documented('error', bad.stdout)).toMatchObject({
    error: { code: 2, message: expect.stringContaining('--fail-within') },
  });
  const listed = await lab.run(['list', '--search', 'FABRI', '--json']);
  expect(documented('list', listed.stdout)).toMatchObject({ connections: [{ name: 'Fabrikam' }] });
  const grouped = await lab.run(['list', '--by', 'cloud']);
  expect(grouped.stdout).toMatch(/^localhost:\d+ \(2\)\nName +State +ID +Resource +Tenant\n(?:\S.+\n){2}$/);

  const metrics = readMetrics((await lab.run(['status', '--format', 'prometheus'])).stdout);
  expect(
    metrics.find(({ name, labels }) => name === 'partner_token_expires_timestamp_seconds' && labels.name === 'Contoso')
      ?.value,
  ).toBeCloseTo((Date.now() + 90 * DAY) / 1000, -3);

  documented('refresh', (await lab.run(['refresh', 'contoso', '--json'])).stdout);
  const one = await lab.run(['refresh', 'contoso']);
  expect(one.stdout).toMatch(/^Refreshed "Contoso". Expires: \d{4}-\d\d-\d\d \(90 days\)\.\n$/);
  expect(await lab.run(['refresh'])).toMatchObject({ code: 2, stdout: '' });
  const passed = await lab.run(['test', 'Contoso', '--json']);
  expect(passed).toMatchObject({ code: 0, stderr: '' });
  expect(documented('test', passed.stdout)).toMatchObject({ passed: true });

  const refused = await lab.run(['test', 'Fabrikam']);
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Fabrikam: .*MFA.*\.\n$/) });
  const refusedJson = await lab.run(['test', 'Fabrikam', '--json']);
  expect(refusedJson.code).toBe(1);
  expect(documented('test', refusedJson.stdout)).toMatchObject({ passed: false });

  // The server ends the sign-ins.
  lab.cloud.revoke();
  const ended = await lab.run(['refresh', '--all', '--json']);
  expect(ended.code).toBe(3);
  expect(documented('refresh', ended.stdout)).toMatchObject({
    refreshed: [],
    failed: [{ error: { code: 3 } }, { error: { code: 3 } }],
  });
  expect(ended.stderr.trimEnd().split('\n')).toHaveLength(2);
  const waiting = await lab.run(['status', 'Fabrikam', '--fail-within', '14d']);
  expect(waiting).toMatchObject({ code: 3, stderr: 'A person is needed: "Fabrikam".\n' });
  expect(waiting.stdout).toMatch(/^State +\S.*\(AADSTS50173\)$/m);
  expect(waiting.stdout).toMatch(/^Problem +\S/m);
  expect((await lab.run(['status'])).code).toBe(0);

  const past = await lab.run(['history', 'Contoso', '--limit', '2', '--json']);
  expect(documented('history', past.stdout)).toMatchObject({
    // No notification, which nobody would have seen.
    entries: [{ kind: 'failure', code: 'AADSTS50173' }, { kind: 'refresh' }],
  });
  expect((await lab.run(['history', 'Contoso'])).stdout).toMatch(/^Time +What happened\n\d{4}-\d\d-\d\d \d\d:\d\d +\S/);
  expect(await lab.run(['history', 'Contoso', '--limit', '0'])).toMatchObject({ code: 2, stdout: '' });
  const unknown = await lab.run(['history', 'Contosso', '--json']);
  expect(documented('error', unknown.stdout)).toMatchObject({
    error: { code: 2, message: expect.stringContaining('Did you mean "Contoso"?') },
  });
  expect(JSON.stringify([live, tokens, marked, all, fine, past])).not.toContain(refreshToken);
});
