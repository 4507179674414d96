import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../src/core/model/connection';
import type { HistoryEvent } from '../../../src/core/model/event';
import { expiryHandlers, LOOKUP_PROBLEMS } from '../../../src/main/handlers/credential-expiry';
import { learnExpiry, mayTellExpiry } from '../../../src/platform/api-check/learn-expiry';
import type { CredentialEnd } from '../../../src/platform/api-check/secret-expiry';
import { aConnection, aFailure, NOW } from '../support';

async function lookUp(end: CredentialEnd) {
  const connection = aConnection();
  const noted: unknown[] = [];
  const handlers = expiryHandlers({
    keeper: {
      find: () => connection,
      nowFor: () => 0,
      credentialOf: async () => ({ ok: true, value: { kind: 'secret', clientSecret: 'a~secret' } }),
      noteCredentialExpiry: async (...all) => {
        noted.push(all);
        return { ok: true, value: null };
      },
    },
    adapters: { readCredentialEnd: async () => end },
  });
  return { reply: await handlers.readCredentialExpiry({ id: connection.id }), noted, id: connection.id };
}

describe('the end of a secret, looked up', () => {
  it('is noted and told', async () => {
    const { reply, noted, id } = await lookUp({ kind: 'known', expiresAt: 5000 });
    expect(reply).toEqual({ ok: true, value: { kind: 'found', expiresAt: 5000 } });
    expect(noted).toEqual([[id, 5000]]);
  });

  it.each(['may-not', 'not-found', 'nothing-to-read'] as const)(
    'is no failure when there is none to find: %s',
    async (kind) => {
      const { reply, noted } = await lookUp({ kind });
      expect(reply).toEqual({ ok: true, value: { kind: 'not-found', ...LOOKUP_PROBLEMS[kind] } });
      expect(noted).toEqual([]);
    },
  );

  it.each([
    [{ kind: 'failed', headline: 'Graph has a fault.', advice: '', details: [] }, /has a fault/],
    [{ kind: 'no-token', failure: aFailure({ code: 'AADSTS7000215' }) }, /is wrong/],
  ] as ReadonlyArray<readonly [CredentialEnd, RegExp]>)(
    'is told in words when looking it up fails: %o',
    async (end, words) => {
      const { reply, noted } = await lookUp(end);
      expect(reply).toMatchObject({ ok: false, what: expect.stringMatching(words) });
      expect(noted).toEqual([]);
    },
  );
});

describe('the end of a secret that nobody has told', () => {
  const HELD = { serial: 1, expiresAt: null, thumbprint: null, notificationsRaised: [] };

  /** Looks after a sign-in. `then`: what the connection has become when the directory answers. */
  async function learn(end: CredentialEnd | Error, first: Connection, then: Connection | null = first) {
    const asked: string[] = [];
    const noted: unknown[] = [];
    let current: Connection | null = first;
    await learnExpiry(
      {
        keeper: {
          find: () => current,
          nowFor: () => NOW,
          credentialOf: async () => ({ ok: true, value: { kind: 'secret', clientSecret: 'a~secret' } }),
          noteCredentialExpiry: async (...all) => {
            noted.push(all);
            return { ok: true, value: null };
          },
        },
        adapters: {
          readCredentialEnd: async ({ connection }) => {
            asked.push(connection.clientId);
            current = then;
            if (end instanceof Error) throw end;
            return end;
          },
        },
      },
      first.id,
      new AbortController().signal,
    );
    return { asked: asked.length, noted };
  }

  const known: CredentialEnd = { kind: 'known', expiresAt: 5000 };
  const connection = aConnection({ credential: HELD });

  it('is noted when the directory tells it', async () => {
    expect(await learn(known, connection)).toEqual({ asked: 1, noted: [[connection.id, 5000]] });
  });

  it('is not asked for where it is known, or where there is no secret', async () => {
    const dated = aConnection({ credential: { ...HELD, expiresAt: NOW } });
    const certificate = aConnection({ application: { kind: 'certificate' }, credential: HELD });
    const open = aConnection({ application: { kind: 'public' }, credential: null });
    for (const one of [dated, certificate, open]) expect(await learn(known, one)).toEqual({ asked: 0, noted: [] });
  });

  it('stays unknown without a word when the application may not read it, or anything fails', async () => {
    const failed: CredentialEnd = { kind: 'failed', headline: 'x', advice: '', details: [] };
    for (const end of [{ kind: 'may-not' } as const, failed, new Error('no network')])
      expect(await learn(end, connection)).toEqual({ asked: 1, noted: [] });
  });

  it('does not overwrite what a person did meanwhile', async () => {
    const entered = aConnection({ credential: { ...HELD, expiresAt: NOW } });
    const replaced = aConnection({ credential: { ...HELD, serial: 2 } });
    for (const then of [entered, replaced, null])
      expect(await learn(known, connection, then)).toEqual({ asked: 1, noted: [] });
  });

  it('is looked for after a sign-in and after a new secret, and at no other time', () => {
    const looksAfter = (kind: HistoryEvent['kind'], code = '') =>
      mayTellExpiry({ type: 'history', id: connection.id, event: { kind, at: NOW, took: 0, code } });
    expect(looksAfter('sign-in')).toBe(true);
    expect(looksAfter('settings', 'secret')).toBe(true);
    expect(looksAfter('settings', 'name')).toBe(false);
    expect(looksAfter('refresh')).toBe(false);
    expect(looksAfter('failure', 'network/refused')).toBe(false);
  });
});
