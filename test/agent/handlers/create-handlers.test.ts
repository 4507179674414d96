import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { AnswerSchema } from '../../../src/agent/answers';
import { frameOf } from '../../../src/agent/frames';
import { createHandlers } from '../../../src/agent/handlers/create-handlers';
import type { HandlerPorts } from '../../../src/agent/handlers/ports';
import type { AnswerOf, Asker, Asking, RequestKind } from '../../../src/agent/requests';
import { dispatch } from '../../../src/agent/server';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { NO_FACTS } from '../../../src/core/model/credential';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { MemoryVault } from '../../core/key-vault/memory-vault';
import { CONTOSO, CREDENTIAL, entraError, unreachable, World } from '../../core/world';
import { CONTOSO_VAULT } from '../../support/contoso';

const WAITS: Asker = { signal: new AbortController().signal, tell: () => undefined };

type Outcome<K extends RequestKind> = AnswerOf<K> extends { readonly outcome: infer O } ? O : never;

/** Asks the handlers of a keeper; each answer has to be one that may go over the socket. */
function asking(keeper: Keeper, ports: Partial<HandlerPorts> = {}) {
  const handlers = createHandlers({
    keeper,
    appVersion: '1.2.3',
    endsSoon: false,
    practises: () => false,
    probe: async () => ({ ok: true, headline: 'It works.', facts: [], advice: null, remedy: null, details: [] }),
    signIn: async () => ({ ok: true, value: { signedIn: true } }),
    startPractice: async () => null,
    leavePractice: async () => undefined,
    mayHave: async () => ({ granted: true, to: 'pwsh' }),
    ...ports,
  });
  return async <K extends RequestKind>(request: Asking<K>, asker = WAITS): Promise<Outcome<K>> => {
    const answer = await dispatch(handlers, request, asker);
    expect(v.parse(AnswerSchema, answer)).toEqual(answer);
    return ('outcome' in answer ? answer.outcome : undefined) as Outcome<K>;
  };
}

const accessToken = (wanted = 'Contoso') =>
  ({ kind: 'access-token', wanted, validFor: 5 * MINUTE, resource: null, processId: 42 }) as const;

describe('the list', () => {
  test('tells the state of each connection, and of the one that is named', async () => {
    const { keeper } = await new World().signedIn();
    const ask = asking(keeper);
    const contoso = {
      name: 'Contoso',
      status: 'fine',
      statusText: 'Fine, 90 days left',
      account: 'ada@contoso.com',
      hasMfa: true,
      trouble: null,
    };
    const all = { ok: true, next: null, trouble: null, connections: [contoso] };
    expect(await ask({ kind: 'list', wanted: '', from: 0 })).toMatchObject(all);
    expect(await ask({ kind: 'list', wanted: 'cont', from: 0 })).toMatchObject(all);
    expect(await ask({ kind: 'list', wanted: 'Fabrikam', from: 0 })).toMatchObject({ ok: false, code: 2 });
  });

  test('comes in pages that one message can hold, however long what is in them is', async () => {
    const { keeper } = await new World().connected();
    const scopes = Array.from({ length: 50 }, (_, index) => `https://api.example/${'x'.repeat(350)}${index}`);
    for (let index = 0; index < 30; index += 1) {
      const settings = { ...CONTOSO, name: `C${index}`, resource: { kind: 'custom', scopes } } as const;
      expect(await keeper.add(settings, CREDENTIAL)).toMatchObject({ ok: true });
    }
    const ask = asking(keeper);
    const names: string[] = [];
    let pages = 0;
    for (let from: number | null = 0; from !== null; pages += 1) {
      const page: Outcome<'list'> = await ask({ kind: 'list', wanted: '', from });
      if (!page.ok) throw new Error(page.words);
      frameOf(page);
      names.push(...page.connections.map(({ name }) => name));
      from = page.next;
    }
    expect(pages).toBeGreaterThan(1);
    expect(names).toEqual(keeper.connections().map(({ name }) => name));
  });

  test('names the trouble of a connection by its code and in words', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => entraError(50173);
    await keeper.refresh(id);
    expect(await asking(keeper)({ kind: 'list', wanted: '', from: 0 })).toMatchObject({
      connections: [{ status: 'person', trouble: { code: 'AADSTS50173', what: expect.stringMatching(/\.$/) } }],
    });
  });
});

describe('an access token', () => {
  test('is handed out with whom it is for, and who has it stands in the history', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const given = await asking(keeper)(accessToken('contoso'));
    expect(given).toMatchObject({
      ok: true,
      accessToken: 'access-1',
      expiresAt: world.now + HOUR,
      audience: 'https://api.partnercenter.microsoft.com',
      connection: { name: 'Contoso' },
    });
    expect((await keeper.history(id)).at(-1)).toMatchObject({ kind: 'copy', code: 'access-token:pwsh' });
  });

  test('in a file is known by its path, and one with a program by the name of that; each by what it is called', async () => {
    const { keeper } = await new World().signedIn();
    const ask = asking(keeper);
    const request = { kind: 'export', wanted: 'Contoso', processId: 42, label: 'Billing' } as const;
    await ask({ ...request, to: 'file', path: '/home/alex/token.txt' });
    await ask({ ...request, to: 'program' });
    expect(await ask({ kind: 'exported', wanted: 'Contoso' })).toMatchObject({
      exportedTokens: [
        { to: 'file', place: '/home/alex/token.txt', label: 'Billing' },
        { to: 'program', place: expect.stringMatching(/\w/), label: 'Billing' },
      ],
    });
  });

  test('is not taken before it may be had', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    await world.pass(2 * HOUR);
    const ask = asking(keeper, { mayHave: async () => ({ granted: false, words: 'Not now.' }) });
    expect(await ask(accessToken())).toEqual({ ok: false, code: 1, words: 'Not now.', failure: null });
    expect(world.redeemed).toEqual([]);
    expect((await keeper.history(id)).at(-1)).toMatchObject({ kind: 'sign-in' });
  });

  test.each([
    ['a person is needed: 3', () => entraError(50173), { code: 3, failure: 'AADSTS50173' }],
    ['it passes by itself: 1', unreachable, { code: 1, failure: 'network/refused' }],
  ])('that is refused says whether %s', async (_what, server, refusal) => {
    const world = new World();
    const { keeper } = await world.signedIn();
    await world.pass(2 * HOUR);
    world.server = server;
    const refused = await asking(keeper)(accessToken());
    expect(refused).toMatchObject({ ok: false, ...refusal, words: expect.stringMatching(/^Contoso: .+\./) });
  });

  test('for a resource that the cloud does not have is misuse', async () => {
    const { keeper } = await new World().signedIn();
    const request = { ...accessToken(), resource: { kind: 'custom', scopes: ['User.Read'] } } as const;
    expect(await asking(keeper)(request)).toMatchObject({ ok: false, code: 2, failure: null });
  });
});

describe('a connection', () => {
  test('is added, changed and removed', async () => {
    const { keeper } = await new World().connected();
    const ask = asking(keeper);
    const settings = { ...CONTOSO, name: 'Fabrikam' };
    const added = await ask({ kind: 'add', settings, credential: CREDENTIAL, facts: NO_FACTS });
    expect(added).toMatchObject({ ok: true, connection: { name: 'Fabrikam', status: 'new' } });
    expect(await ask({ kind: 'add', settings, credential: CREDENTIAL, facts: NO_FACTS })).toMatchObject({
      ok: false,
      code: 2,
      words: 'Another connection has this name. Enter a different one.',
    });
    const change = { name: 'Fabrikam EU' };
    const credential = { credential: { kind: 'secret', clientSecret: 'another~secret' }, facts: NO_FACTS } as const;
    expect(await ask({ kind: 'edit', wanted: 'fab', change, credential })).toMatchObject({
      ok: true,
      connection: { name: 'Fabrikam EU' },
    });
    expect(await ask({ kind: 'settings', wanted: 'fab' })).toMatchObject({
      ok: true,
      settings: { ...settings, ...change },
      holds: ['client-secret'],
    });
    const wrong = { credential: { kind: 'secret', clientSecret: ' ' }, facts: NO_FACTS } as const;
    expect(await ask({ kind: 'edit', wanted: 'fab', change, credential: wrong })).toMatchObject({
      ok: false,
      words: expect.stringMatching(/^The settings are changed, but not this: Enter the client secret's value/),
    });
    expect(await ask({ kind: 'remove', wanted: 'fab' })).toMatchObject({
      ok: true,
      connection: { name: 'Fabrikam EU' },
    });
    expect(keeper.connections().map(({ name }) => name)).toEqual(['Contoso']);
  });

  test('signs in as asked, and a sign-in that was given up is no success', async () => {
    const { keeper } = await new World().connected();
    const asked: unknown[] = [];
    const signIn: HandlerPorts['signIn'] = async (_id, how, { tell }) => {
      asked.push(how);
      tell({ kind: 'browser' });
      return { ok: true, value: { signedIn: asked.length > 1 } };
    };
    const ask = asking(keeper, { signIn });
    const told: unknown[] = [];
    const asker = { ...WAITS, tell: (progress: unknown) => void told.push(progress) };
    const first = await ask(
      { kind: 'sign-in', wanted: 'Contoso', method: 'device-code', consent: true, opensBrowser: true },
      asker,
    );
    expect(first).toMatchObject({ ok: false, words: 'The sign-in was canceled.' });
    expect(
      await ask({ kind: 'sign-in', wanted: 'Contoso', method: null, consent: false, opensBrowser: false }),
    ).toMatchObject({ ok: true });
    expect(asked).toEqual([
      { method: 'device-code', consent: true, opensBrowser: true },
      { consent: false, opensBrowser: false },
    ]);
    expect(told).toEqual([{ kind: 'browser' }]);
  });

  test('is tested with an access token, and its history is told in words', async () => {
    const { keeper } = await new World().signedIn();
    const ask = asking(keeper);
    expect(await ask({ kind: 'test', wanted: 'Contoso' })).toMatchObject({
      ok: true,
      passed: true,
      headline: 'It works.',
    });
    expect(await ask({ kind: 'history', wanted: 'Contoso' })).toMatchObject({
      ok: true,
      entries: [{ kind: 'sign-in', words: 'Signed in', count: 1 }],
    });
  });
});

describe('an exported token', () => {
  test('is on record, can be withdrawn, and be marked as replaced by the beginning of its ID', async () => {
    const { keeper } = await new World().signedIn();
    const ask = asking(keeper);
    const request = { kind: 'export', wanted: 'Contoso', to: 'program', processId: 42 } as const;
    const [first, second] = [await ask(request), await ask(request)];
    if (!first.ok || !second.ok) throw new Error('not exported');
    expect(first.refreshToken).toMatch(/^refresh-1/);
    expect(await ask({ kind: 'withdraw-export', wanted: 'Contoso', exportId: first.exportId })).toMatchObject({
      ok: true,
    });
    const exportId = second.exportId.slice(0, 8);
    expect(await ask({ kind: 'mark-replaced', wanted: 'Contoso', exportId })).toMatchObject({ ok: true });
    expect(await ask({ kind: 'exported', wanted: 'Contoso' })).toMatchObject({
      ok: true,
      exportedTokens: [{ id: second.exportId, to: 'program', state: 'replaced' }],
    });
    expect(await ask({ kind: 'mark-replaced', wanted: 'Contoso', exportId: 'zz' })).toMatchObject({
      ok: false,
      code: 2,
      words: 'No exported token begins with "zz".',
    });
  });

  test('is not taken before it may be had, nor when it has expired', async () => {
    const world = new World();
    const { keeper } = await world.signedIn({ schedule: { kind: 'remind-only' } });
    const request = { kind: 'export', wanted: 'Contoso', to: 'file', processId: 42 } as const;
    const refusing = asking(keeper, { mayHave: async () => ({ granted: false, words: 'Not now.' }) });
    expect(await refusing(request)).toMatchObject({ ok: false, words: 'Not now.' });
    world.server = () => entraError(700082);
    await world.pass(91 * DAY);
    expect(await asking(keeper)(request)).toMatchObject({ ok: false, code: 3, failure: 'AADSTS700082' });
    expect(keeper.exportedTokens(keeper.connections()[0]?.id ?? '')).toEqual([]);
  });
});

describe('a key vault', () => {
  const settings = CONTOSO_VAULT;
  const processId = 1;

  test('is set up and replaced only once a person has let a refresh token leave', async () => {
    const world = new World();
    const vault = new MemoryVault(() => world.now);
    world.vault = vault;
    const { keeper } = await world.signedIn();
    const may = asking(keeper);
    const asked: unknown[] = [];
    const mayNot = asking(keeper, {
      mayHave: async (request) => {
        asked.push(request.vault?.asked);
        return { granted: false, words: 'Not now.' };
      },
    });
    const set = { kind: 'vault-set', wanted: 'contoso', settings, processId } as const;
    const sync = { kind: 'vault-sync', wanted: 'contoso', replace: false, processId } as const;
    expect(await may(sync)).toMatchObject({ ok: false, code: 2, words: expect.stringContaining('no key vault') });
    expect(await mayNot(set)).toMatchObject({ ok: false, code: 1, words: 'Not now.' });
    expect(vault.calls).toEqual([]);
    expect(await may(set)).toMatchObject({
      ok: true,
      connection: { vault: { settings, text: 'Key Vault is up to date', behind: 0, trouble: null } },
    });
    vault.put('token', { value: 'something else' });
    expect(await mayNot(sync)).toMatchObject({ ok: false, code: 3, failure: 'vault/not-a-token' });
    expect(await mayNot({ ...sync, replace: true })).toMatchObject({ ok: false, words: 'Not now.' });
    expect(asked).toEqual(['set-up', 'replace']);
    expect(await may({ ...sync, replace: true })).toMatchObject({ ok: true });
    expect(await may({ kind: 'vault-remove', wanted: 'contoso' })).toMatchObject({
      ok: true,
      connection: { vault: null },
    });
  });

  test('that cannot be written is set up all the same, and says how far it is behind and why', async () => {
    const world = new World();
    const vault = new MemoryVault(() => world.now);
    world.vault = vault;
    const { keeper, id } = await world.signedIn();
    const ask = asking(keeper);
    vault.refuses = { code: 'vault/firewall' };
    expect(await ask({ kind: 'vault-set', wanted: 'contoso', settings, processId })).toMatchObject({
      ...{ ok: false, code: 3, failure: 'vault/firewall' },
      words: expect.stringMatching(/^The key vault is set up, but couldn't be updated yet: Contoso: .*firewall/),
    });
    await keeper.refresh(id);
    await world.pass(0);
    expect(await ask({ kind: 'list', wanted: '', from: 0 })).toMatchObject({
      connections: [
        {
          status: 'fine',
          vault: { text: 'Key Vault is 2 refreshes behind', behind: 2, trouble: { code: 'vault/firewall' } },
        },
      ],
    });
  });
});
