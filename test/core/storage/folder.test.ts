import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../../src/core/model/time';
import type { FolderHolder } from '../../../src/core/storage/ports';
import { CONTOSO, CREDENTIAL, NEW_YEAR, settle, World } from '../world';

/** A folder that another process has, as long as `holder` says who. */
class Folder {
  holder: FolderHolder | 'unknown' | null = { processId: 4711, since: NEW_YEAR - HOUR };
  taken = 0;
  released = 0;

  take = async () => {
    if (this.holder !== null) return { ok: false, holder: this.holder === 'unknown' ? null : this.holder } as const;
    this.taken += 1;
    const release = async () => {
      this.released += 1;
    };
    return { ok: true, release, isClean: false } as const;
  };
}

/** A world with a connection that has signed in, whose keeper has gone, in a folder that somebody else has now. */
async function takenWorld(): Promise<{ world: World; folder: Folder; id: string }> {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await keeper.stop();
  world.kill();
  const folder = new Folder();
  world.lock = folder;
  return { world, folder, id };
}

test('a keeper that cannot have the folder says who has it and since when, and does nothing', async () => {
  const { world, id } = await takenWorld();
  const keeper = world.keeper();
  await keeper.start();
  expect(keeper.appTrouble()).toMatchObject({
    code: 'folder/busy',
    detail: { kind: 'holder', processId: 4711, since: NEW_YEAR - HOUR },
  });
  const [saves, lines] = [world.saves, world.histories?.length];
  await world.pass(100 * DAY);
  expect(keeper.connections()).toEqual([]);
  expect(await keeper.add(CONTOSO, CREDENTIAL)).toMatchObject({ ok: false, failure: { code: 'folder/busy' } });
  expect(await keeper.refresh(id)).toMatchObject({ ok: false });
  await keeper.stop();
  expect([world.redeemed, world.notifications, world.saves, world.histories?.length]).toEqual([[], [], saves, lines]);
});

test('it says so as well when it cannot be read who that is', async () => {
  const { world, folder } = await takenWorld();
  folder.holder = 'unknown';
  const keeper = world.keeper();
  await keeper.start();
  expect(keeper.appTrouble()).toEqual({ code: 'folder/busy', at: NEW_YEAR });
});

test('it has the folder by itself within an hour of its being free, and does what was due meanwhile', async () => {
  const { world, folder, id } = await takenWorld();
  const keeper = world.keeper();
  await keeper.start();
  await world.pass(3 * DAY);
  folder.holder = null;
  await world.pass(HOUR);
  expect(keeper.appTrouble()).toBeNull();
  expect(keeper.find(id)).toMatchObject({ token: { serial: 2 }, trouble: null });
  expect(world.redeemed).toHaveLength(1);
  await keeper.stop();
  expect([folder.taken, folder.released]).toEqual([1, 1]);
});

test('it has the folder at once when somebody tries again, or the computer wakes up', async () => {
  for (const tryAgain of ['retry', 'wake'] as const) {
    const { world, folder, id } = await takenWorld();
    const keeper = world.keeper();
    await keeper.start();
    expect(await keeper.retryStorage()).toMatchObject({ ok: false, failure: { code: 'folder/busy' } });
    folder.holder = null;
    if (tryAgain === 'retry') expect((await keeper.retryStorage()).ok).toBe(true);
    else keeper.systemEvent('wake');
    await settle();
    expect(keeper.find(id)?.token?.serial).toBe(1);
    await keeper.stop();
  }
});

test('it does what is due once the keychain works, also if that still refused when the folder became free', async () => {
  const world = new World();
  const { keeper: before, id } = await world.signedIn();
  world.keychain.problem = 'refused';
  await world.pass(3 * DAY);
  await before.stop();
  world.kill();
  const folder = new Folder();
  world.lock = folder;
  const keeper = world.keeper();
  await keeper.start();
  folder.holder = null;
  keeper.systemEvent('online');
  await world.pass(HOUR);
  world.keychain.problem = null;
  await world.pass(2 * HOUR);
  expect(keeper.find(id)).toMatchObject({ token: { serial: 2 }, trouble: null });
  await keeper.stop();
});

test('the folder is held until everything is written, and given back once', async () => {
  const { world, folder, id } = await takenWorld();
  folder.holder = null;
  const keeper = world.keeper();
  await keeper.start();
  await keeper.retryStorage();
  let releasedAtSave = -1;
  world.delay = async () => {
    releasedAtSave = folder.released;
  };
  await keeper.refresh(id);
  await keeper.stop();
  expect(releasedAtSave).toBe(0);
  expect(world.saved?.connections).toMatchObject([{ token: { serial: 2 } }]);
  expect([folder.taken, folder.released]).toEqual([1, 1]);
});
