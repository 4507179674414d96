import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../../src/core/model/time';
import {
  CERTIFICATE_PROBLEMS,
  type CertificateProblem,
  type CertificateReading,
} from '../../../src/core/validation/certificate';
import { ChosenCertificates } from '../../../src/main/trust/chosen-certificates';
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
  return { ok: false, problem, message: CERTIFICATE_PROBLEMS[problem] };
}

/** A room whose files open with this passphrase. */
function roomWith(passphrase: string) {
  const timers = new HandTimers();
  const room = new ChosenCertificates(async (_, tried) => {
    if (tried === passphrase) return { ok: true, value: READ };
    return refusal(tried === '' ? 'passphrase-needed' : 'passphrase-wrong');
  }, timers);
  return { room, timers };
}

async function idOf(room: ChosenCertificates): Promise<string> {
  const reply = await room.open(FILE);
  if (!reply.ok || reply.value.kind === 'cancelled') throw new Error('nothing was chosen');
  return reply.value.id;
}

describe('a chosen certificate', () => {
  it('is told of by name, subject, thumbprints and expiry, and its key stays behind', async () => {
    const { room } = roomWith('');
    const reply = await room.open(FILE);
    expect(reply).toMatchObject({
      ok: true,
      value: { kind: 'chosen', fileName: 'contoso.pfx', subject: 'CN=contoso', expiresAt: READ.notAfter },
    });
    expect(JSON.stringify(reply)).not.toContain('private key');
    expect(room.find(await idOf(room))).toEqual(READ);
  });

  it('is forgotten when it has been used, and after 10 minutes', async () => {
    const { room, timers } = roomWith('');
    const used = await idOf(room);
    const waiting = await idOf(room);
    room.drop(used);
    expect(room.find(used)).toBeNull();
    timers.pass(10 * MINUTE - 1);
    expect(room.find(waiting)).not.toBeNull();
    timers.pass(1);
    expect(room.find(waiting)).toBeNull();
    expect(timers.count).toBe(0);
  });

  it('makes room for the last ones: of many, three are kept', async () => {
    const { room } = roomWith('');
    const ids = [await idOf(room), await idOf(room), await idOf(room), await idOf(room)];
    expect(ids.map((id) => room.find(id) !== null)).toEqual([false, true, true, true]);
  });

  it('that is none says why, beside its field, and is not kept', async () => {
    const timers = new HandTimers();
    const room = new ChosenCertificates(async () => refusal('certificate-alone'), timers);
    expect(await room.open(FILE)).toEqual({
      ok: false,
      what: CERTIFICATE_PROBLEMS['certificate-alone'],
      advice: '',
      field: 'certificate',
    });
    expect(timers.count).toBe(0);
  });
});

describe('a protected file', () => {
  it('asks for its passphrase, as often as it is wrong', async () => {
    const { room } = roomWith('sesame');
    const id = await idOf(room);
    expect(room.find(id)).toBeNull();
    expect(await room.unlock(id, 'open')).toMatchObject({ ok: false, field: 'passphrase' });
    expect(await room.unlock(id, 'sesame')).toMatchObject({ ok: true, value: { kind: 'chosen', id } });
    expect(room.find(id)).toEqual(READ);
  });

  it('that waited too long has to be chosen again', async () => {
    const { room, timers } = roomWith('sesame');
    const id = await idOf(room);
    timers.pass(10 * MINUTE);
    expect(await room.unlock(id, 'sesame')).toMatchObject({ ok: false, field: 'certificate' });
  });
});
