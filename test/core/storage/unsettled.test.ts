import { expect, test } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import type { Credential } from '../../../src/core/model/credential';
import { SECOND } from '../../../src/core/model/time';
import { CONTOSO, CREDENTIAL, settle, World } from '../world';

const OLD: Credential = CREDENTIAL;
const NEW: Credential = { kind: 'secret', clientSecret: 'new8Q~a.made.up.value.of.the.usual.length' };

/** A world whose keychain takes its time, so that jobs get between each other's steps. */
function slowWorld(turns: number): World {
  const world = new World();
  world.delay = () => pass(turns);
  return world;
}

test.each([0, 1, 2, 3, 5, 8])(
  'a connection that is added while another is removed, storage slow by %i turns, has its secret',
  async (turns) => {
    const world = slowWorld(turns);
    const { keeper, id } = await world.signedIn();
    const adding = keeper.add({ ...CONTOSO, name: 'Fabrikam' }, NEW);
    const removing = keeper.remove(id);
    const [added, removed] = await Promise.all([adding, removing]);
    expect(removed.ok).toBe(true);
    if (!added.ok) throw new Error(added.failure.code);
    expect(await keeper.credentialOf(added.value.id)).toEqual({ ok: true, value: NEW });
    await keeper.stop();
    expect([...world.keychain.values.keys()]).toEqual([`${added.value.id}/client-secret/a/1`]);
    expect(world.saved?.unsettled).toEqual([]);
  },
);

test('a connection that is removed while a locked keyring hides its entries is not done with before they are gone', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.keychain.problem = 'locked';
  expect(await keeper.remove(id)).toMatchObject({ ok: false, failure: { code: 'keychain/locked' } });
  await keeper.stop();
  world.kill();
  expect(world.saved).toMatchObject({ connections: [], unsettled: [id] });
  world.keychain.problem = null;
  const next = world.keeper();
  await next.start();
  expect([...world.keychain.values.keys()]).toEqual([]);
  expect(world.saved?.unsettled).toEqual([]);
});

test('a public client whose old secret could not be deleted is rid of it later, and never gets it back', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await keeper.replaceCredential(id, OLD);
  world.keychain.delete = async () => {
    throw new Error('killed');
  };
  await keeper.replaceCredential(id, { kind: 'none' }).catch(() => undefined);
  world.kill();
  Reflect.deleteProperty(world.keychain, 'delete');

  const next = world.keeper();
  await next.start();
  expect(next.find(id)).toMatchObject({ application: { kind: 'public' }, credential: null });
  expect(world.keychain.serials('client-secret')).toEqual([]);
  expect(world.saved?.unsettled).toEqual([]);
});

test('a public client that gets a secret, and was killed before that was in the file, stays one, and has no secret', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await keeper.replaceCredential(id, { kind: 'none' });
  const { set } = world.keychain;
  world.keychain.set = async function (this: typeof world.keychain, account, value) {
    await set.call(this, account, value);
    if (account.includes('/client-secret/')) world.diskFull = true;
  };
  await keeper.replaceCredential(id, NEW);
  await settle();
  expect(world.keychain.serials('client-secret')).toEqual([1]);
  expect(world.saved?.connections).toMatchObject([{ application: { kind: 'public' } }]);
  world.kill();
  world.diskFull = false;

  const next = world.keeper();
  await next.start();
  expect(next.find(id)).toMatchObject({ application: { kind: 'public' }, credential: null });
  expect(world.keychain.serials('client-secret')).toEqual([]);
  expect(world.saved?.unsettled).toEqual([]);
});

/** A keeper that starts after a crash between keychain and file, so that the keychain has a newer token than the file names. */
async function afterCrash(): Promise<{ world: World; keeper: Keeper; id: string }> {
  const world = slowWorld(2);
  const { keeper, id } = await world.signedIn();
  await world.pass(SECOND);
  world.diskFull = true;
  await keeper.refresh(id);
  world.kill();
  world.diskFull = false;
  const next = world.keeper();
  await next.start();
  expect(next.find(id)?.token?.serial).toBe(1);
  return { world, keeper: next, id };
}

/** Moments after the beginning of a refresh, in turns of the event loop; the keychain is looked at in some of them. */
const MOMENTS = Array.from({ length: 16 }, (_, moment) => moment);

async function pass(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}

test.each(MOMENTS)('a change that is made while the keychain is looked at after a crash stays (%i)', async (moment) => {
  const { keeper, id } = await afterCrash();
  const refreshing = keeper.refresh(id);
  await pass(moment);
  await keeper.change(id, { name: 'Fabrikam' });
  expect((await refreshing).ok).toBe(true);
  expect(keeper.find(id)).toMatchObject({ name: 'Fabrikam', token: { serial: 3 } });
});

test.each(MOMENTS)(
  'a connection that is removed while the keychain is looked at after a crash does not come back (%i)',
  async (moment) => {
    const { world, keeper, id } = await afterCrash();
    const refreshing = keeper.refresh(id);
    await pass(moment);
    expect((await keeper.remove(id)).ok).toBe(true);
    await refreshing;
    expect(keeper.connections()).toEqual([]);
    await keeper.stop();
    expect(world.saved).toMatchObject({ connections: [], unsettled: [] });
    expect(world.keychain.values.size).toBe(0);
  },
);

test('of a connection that could not be taken out of the file nothing is deleted before it is', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await keeper.stop();
  world.diskFull = true;
  const next = world.keeper();
  await next.start();
  expect(await next.remove(id)).toMatchObject({ ok: false, failure: { code: 'file/unwritable' } });
  expect(await next.retryStorage()).toMatchObject({ ok: false });
  expect(world.keychain.serials()).toEqual([1]);
  world.diskFull = false;
  expect(await next.retryStorage()).toMatchObject({ ok: true });
  expect(world.saved).toMatchObject({ connections: [], unsettled: [] });
  expect(world.keychain.values.size).toBe(0);
});

test('a secret stays until the file knows the connection for a public client', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.diskFull = true;
  expect(await keeper.replaceCredential(id, { kind: 'none' })).toMatchObject({ ok: true });
  expect(world.keychain.serials('client-secret')).toEqual([1]);
  world.diskFull = false;
  expect(await keeper.retryStorage()).toMatchObject({ ok: true });
  expect(world.keychain.serials('client-secret')).toEqual([]);
  expect(world.saved?.unsettled).toEqual([]);
});
