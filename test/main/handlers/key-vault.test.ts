import { describe, expect, it } from 'vitest';
import { NO_OTHER_NAMES, type VaultSettings } from '../../../src/core/model/vault';
import { keyVaultHandlers } from '../../../src/main/handlers/key-vault';
import type { Question } from '../../../src/main/wording/questions';
import { viewsOf } from '../../../src/main/wording/views';
import { MemoryVault } from '../../core/key-vault/memory-vault';
import { World } from '../../core/world';
import { CONTOSO_VAULT } from '../../support/contoso';

const SETTINGS: VaultSettings = { ...CONTOSO_VAULT, names: { ...NO_OTHER_NAMES, applicationSecret: 'secret' } };

async function open() {
  const world = new World();
  const vault = new MemoryVault(() => world.now);
  world.vault = vault;
  const { keeper, id } = await world.signedIn();
  const questions: Question[] = [];
  const person = { says: true };
  const handlers = keyVaultHandlers(keeper, async (question) => {
    questions.push(question);
    return person.says;
  });
  return { vault, keeper, id, questions, person, handlers };
}

describe('the panel’s key vault', () => {
  it('is not set up, nor replaced, before the person has said what may leave, and where to', async () => {
    const { vault, keeper, id, questions, person, handlers } = await open();
    person.says = false;
    expect(await handlers.setKeyVault({ id, settings: SETTINGS })).toEqual({ ok: true, value: { done: false } });
    expect(vault.calls).toEqual([]);
    expect(questions).toMatchObject([
      {
        message: 'Keep the refresh token of "Contoso" in Key Vault?',
        detail: expect.stringMatching(/and its client secret to the secret "token" of https:\/\/contoso\.vault/),
      },
    ]);
    person.says = true;
    expect(await handlers.setKeyVault({ id, settings: SETTINGS })).toEqual({ ok: true, value: { done: true } });
    expect(viewsOf(keeper)[0]?.vault).toMatchObject({ text: 'Key Vault is up to date', isSyncing: false });

    vault.put('token', { value: 'something else' });
    person.says = false;
    await handlers.syncKeyVault({ id, replace: false });
    await handlers.syncKeyVault({ id, replace: true });
    expect(vault.values('token').at(-1)).toBe('something else');
    expect(viewsOf(keeper)[0]?.vault).toMatchObject({
      trouble: { what: 'The secret holds something other than a refresh token.' },
      details: { code: 'vault/not-a-token' },
    });
    person.says = true;
    await handlers.syncKeyVault({ id, replace: true });
    expect(vault.values('token').at(-1)).toContain('refresh-');
    expect(questions).toHaveLength(4);
    expect(await handlers.removeKeyVault({ id })).toMatchObject({ ok: true });
    expect(viewsOf(keeper)[0]?.vault).toBeNull();
  });

  it('of a wrong address is refused without a question', async () => {
    const { id, questions, handlers } = await open();
    const wrong = { ...SETTINGS, url: 'https://evil.example' };
    expect(await handlers.setKeyVault({ id, settings: wrong })).toMatchObject({
      ok: false,
      what: expect.stringContaining('key vault'),
    });
    expect(await handlers.syncKeyVault({ id: '0'.repeat(32), replace: true })).toMatchObject({ ok: false });
    expect(questions).toEqual([]);
  });
});
