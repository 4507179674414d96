import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/core/model/time';
import { ChosenCertificates } from '../../../src/main/trust/chosen-certificates';
import type { CertificateReading } from '../../../src/platform/certificate/certificate';
import { type CertificateProblem, Unreadable } from '../../../src/platform/certificate/unreadable';
import { HandTimers, NOW } from '../support';

const FILE = [{ name: 'contoso.pfx', content: Uint8Array.of(1, 2, 3) }];
const READ = {
  certificate: 'CERTIFICATE',
  privateKey: 'the private key',
  thumbprint: 'ab'.repeat(32),
  thumbprintSha1: 'cd'.repeat(20),
  subject: 'CN=contoso',
  notBefore: NOW,
  notAfter: NOW + 90 * 24 * 60 * MINUTE,
};

function refusal(problem: CertificateProblem): CertificateReading {
  return { ok: false, problem, message: new Unreadable(problem).message };
}

/** Chosen certificates whose files open with this passphrase. */
function chosenWith(passphrase: string) {
  const timers = new HandTimers();
  const chosen = new ChosenCertificates(timers, async (_, tried) => {
    if (tried === passphrase) return { ok: true, value: READ };
    return refusal(tried === '' ? 'passphrase-needed' : 'passphrase-wrong');
  });
  return { chosen, timers };
}

async function idOf(chosen: ChosenCertificates): Promise<string> {
  const reply = await chosen.open(FILE);
  if (!reply.ok || reply.value.kind === 'cancelled') throw new Error('nothing was chosen');
  return reply.value.id;
}

describe('a chosen certificate', () => {
  it('is told of by name, subject, thumbprints and expiry, and its key stays behind', async () => {
    const { chosen } = chosenWith('');
    const reply = await chosen.open(FILE);
    expect(reply).toMatchObject({
      ok: true,
      value: { kind: 'chosen', fileName: 'contoso.pfx', subject: 'CN=contoso', expiresAt: READ.notAfter },
    });
    expect(JSON.stringify(reply)).not.toContain('private key');
    expect(chosen.find(await idOf(chosen))).toEqual(READ);
  });

  it('is forgotten when it has been used, and after 10 minutes', async () => {
    const { chosen, timers } = chosenWith('');
    const used = await idOf(chosen);
    const waiting = await idOf(chosen);
    chosen.drop(used);
    expect(chosen.find(used)).toBeNull();
    timers.pass(10 * MINUTE - 1);
    expect(chosen.find(waiting)).not.toBeNull();
    timers.pass(1);
    expect(chosen.find(waiting)).toBeNull();
    expect(timers.count).toBe(0);
  });

  it('keeps the last three of many', async () => {
    const { chosen } = chosenWith('');
    const ids = [await idOf(chosen), await idOf(chosen), await idOf(chosen), await idOf(chosen)];
    expect(ids.map((id) => chosen.find(id) !== null)).toEqual([false, true, true, true]);
  });

  it('that is none says why, beside its field, and is not kept', async () => {
    const timers = new HandTimers();
    const chosen = new ChosenCertificates(timers, async () => refusal('certificate-alone'));
    expect(await chosen.open(FILE)).toEqual({
      ok: false,
      what: new Unreadable('certificate-alone').message,
      advice: '',
      field: 'certificate',
    });
    expect(timers.count).toBe(0);
  });
});

describe('a protected file', () => {
  it('asks for its passphrase, as often as it is wrong', async () => {
    const { chosen } = chosenWith('sesame');
    const id = await idOf(chosen);
    expect(chosen.find(id)).toBeNull();
    expect(await chosen.unlock(id, 'open')).toMatchObject({ ok: false, field: 'passphrase' });
    expect(await chosen.unlock(id, 'sesame')).toMatchObject({ ok: true, value: { kind: 'chosen', id } });
    expect(chosen.find(id)).toEqual(READ);
  });

  it('that waited too long has to be chosen again', async () => {
    const { chosen, timers } = chosenWith('sesame');
    const id = await idOf(chosen);
    timers.pass(10 * MINUTE);
    expect(await chosen.unlock(id, 'sesame')).toMatchObject({ ok: false, field: 'certificate' });
  });
});
