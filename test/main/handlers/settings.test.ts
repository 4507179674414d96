import { describe, expect, it } from 'vitest';
import { questionOfMove, secretsHeld } from '../../../src/agent/handlers/move-question';
import type { Connection } from '../../../src/core/model/connection';
import { type SettingsPorts, settingsHandlers } from '../../../src/main/handlers/settings';
import { CREDENTIAL, World } from '../../core/world';
import { aConnection } from '../support';

const CLOUD = {
  authority: 'https://login.contoso.example',
  partnerCenter: 'https://api.contoso.example',
  scope: 'https://api.contoso.example/user_impersonation',
  extraCa: null,
};
const CUSTOM = { cloud: 'custom', customCloud: CLOUD } as const;
const ELSEWHERE = { customCloud: { ...CLOUD, authority: 'https://new.example' } };

/** A panel that asks for what it likes, and a person who says this to main. */
async function asked(says: boolean, change: Partial<Connection>) {
  const world = new World();
  const { keeper, id } = await world.signedIn(CUSTOM);
  const questions: string[] = [];
  const confirm: SettingsPorts['confirm'] = async ({ message, detail }) => {
    questions.push(`${message} ${detail}`);
    return says;
  };
  // What the practice cloud and certificates are asked for, this never is.
  const unused = new Proxy({}, { get: () => expect.fail() });
  const ports = { keeper, certificates: unused, practice: unused, confirm } as unknown as SettingsPorts;
  const reply = await settingsHandlers(ports).updateConnection({ id, ...change });
  return { world, keeper, id, reply, questions };
}

describe('a panel that moves a connection to another authority', () => {
  it('gets nowhere while the person says no to main: nothing is dropped and nothing is sent', async () => {
    const { world, keeper, id, reply, questions } = await asked(false, ELSEWHERE);
    expect(reply).toMatchObject({ ok: false, what: 'Nothing changed.' });
    expect(questions).toEqual([expect.stringContaining('Delete the refresh token and the client secret')]);
    expect(questions.join()).toContain('https://new.example');
    expect(keeper.find(id)).toMatchObject({ customCloud: CLOUD, token: { serial: 1 } });
    expect(world.keychain.serials()).toEqual([1]);
  });

  it('has token and secret dropped when the person says yes, and they go to nobody', async () => {
    const { world, keeper, id, reply } = await asked(true, ELSEWHERE);
    expect(reply).toMatchObject({ ok: true });
    expect(keeper.find(id)).toMatchObject({ ...ELSEWHERE, token: null, credential: null });
    expect(world.keychain.values.size).toBe(0);
    expect(await keeper.refresh(id)).toMatchObject({ failure: { code: 'token/none' } });
    expect(await keeper.replaceCredential(id, CREDENTIAL)).toMatchObject({ ok: true });
    expect(world.redeemed).toEqual([]);
  });

  it('asks nobody about what sends nothing elsewhere', async () => {
    const { reply, questions } = await asked(false, { name: 'Harbour', signInMethod: 'device-code' });
    expect({ reply, questions }).toMatchObject({ reply: { ok: false }, questions: [] });
  });
});

describe('the question before a change', () => {
  const of = (change: Partial<Connection>, before = aConnection(CUSTOM)) =>
    questionOfMove(secretsHeld(before), before, { ...before, ...change });

  it('names what is dropped', () => {
    expect(of({ tenant: 'other.example' })?.message).toBe('Delete the refresh token of "Contoso DE"?');
    expect(of({ clientId: '9'.repeat(8) })?.message).toContain('refresh token and the client secret or certificate');
  });

  it('names where what is kept will go, when others are to be trusted with it', () => {
    const question = of({ customCloud: { ...CLOUD, extraCa: 'PEM', partnerCenter: 'https://api2.example' } });
    expect(question).toMatchObject({ yes: 'Change', detail: expect.stringContaining('https://api2.example') });
  });

  it('is none where nothing is held that it is about', () => {
    expect(of({ tenant: 'other.example' }, aConnection({ ...CUSTOM, token: null }))).toBeNull();
    expect(of(ELSEWHERE, aConnection({ ...CUSTOM, token: null, credential: null }))).toBeNull();
    expect(of({ name: 'Other' })).toBeNull();
  });
});
