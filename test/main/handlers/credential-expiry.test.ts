import { describe, expect, it } from 'vitest';
import { expiryHandlers } from '../../../src/main/handlers/credential-expiry';
import type { CredentialEnd } from '../../../src/platform/secret-expiry';
import { aConnection } from '../support';

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
    plugs: { readCredentialEnd: async () => end },
  });
  return { reply: await handlers.readCredentialExpiry({ id: connection.id }), noted, id: connection.id };
}

describe('the end of a secret, looked up', () => {
  it('is noted and told', async () => {
    const { reply, noted, id } = await lookUp({ kind: 'known', expiresAt: 5000 });
    expect(reply).toEqual({ ok: true, value: { expiresAt: 5000 } });
    expect(noted).toEqual([[id, 5000]]);
  });

  it.each([
    [{ kind: 'may-not' }, /may not read/],
    [{ kind: 'not-found' }, /no such secret/],
    [{ kind: 'nothing-to-read' }, /nothing to look up/],
    [{ kind: 'failed', headline: 'The client secret is wrong.', advice: '', details: [] }, /is wrong/],
  ] as ReadonlyArray<readonly [CredentialEnd, RegExp]>)('in words when it cannot be known: %o', async (end, words) => {
    const { reply, noted } = await lookUp(end);
    expect(reply).toMatchObject({ ok: false, what: expect.stringMatching(words) });
    expect(noted).toEqual([]);
  });
});
