import { describe, expect, it } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import type { ExportTarget } from '../../../src/core/model/exported-token';
import { DAY, HOUR } from '../../../src/core/model/time';
import { entraError, NEW_YEAR, settle, unreachable, World } from '../world';

async function handOut(keeper: Keeper, id: string, to: ExportTarget = 'clipboard') {
  const copied = await keeper.exportRefreshToken(id, to);
  if (!copied.ok) throw new Error(copied.failure.code);
  return copied.value;
}

const titles = (world: World) => world.notifications.map(({ title }) => title);

describe('a copy', () => {
  it('is of the newest token, and on record before it is handed out', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const copy = await handOut(keeper, id, 'file');
    expect(copy.refreshToken).toMatch(/^refresh-1-/);
    expect(copy).toMatchObject({ issuedAt: NEW_YEAR, expiresAt: NEW_YEAR + 90 * DAY });
    expect(keeper.exportedTokens(id)).toMatchObject([
      {
        id: copy.exportId,
        to: 'file',
        takenAt: NEW_YEAR,
        expiresAt: NEW_YEAR + 90 * DAY,
        state: 'in-use',
        superseded: false,
      },
    ]);
    expect(world.saved?.exportedTokens).toMatchObject([{ id: copy.exportId, connectionId: id }]);
    expect(JSON.stringify(world.saved)).not.toContain('refresh-1');
    expect((await keeper.history(id)).at(-1)).toMatchObject({ kind: 'copy', code: 'file' });
  });

  it('names the program that it went to in the history', async () => {
    const { keeper, id } = await new World().signedIn();
    expect((await keeper.exportRefreshToken(id, 'program', { place: 'backup.sh' })).ok).toBe(true);
    expect((await keeper.history(id)).at(-1)).toMatchObject({ kind: 'copy', code: 'program:backup.sh' });
  });

  it('is of a token not older than an hour, when one can be had', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.now += HOUR;
    await handOut(keeper, id);
    expect(world.redeemed).toEqual([]);
    world.now += 1;
    expect((await handOut(keeper, id)).refreshToken).toMatch(/^refresh-2-/);
    expect(world.redeemed).toHaveLength(1);
  });

  it('is of the held token when no newer one can be had, without a try where only a person can help', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn({ schedule: { kind: 'remind-only' } });
    world.now += DAY;
    world.server = unreachable;
    expect((await handOut(keeper, id)).refreshToken).toMatch(/^refresh-1-/);
    expect(world.redeemed).toHaveLength(1);
    world.server = () => entraError(50076);
    await keeper.refresh(id);
    expect((await handOut(keeper, id)).expiresAt).toBe(NEW_YEAR + 90 * DAY);
    expect(world.redeemed).toHaveLength(2);
  });

  it('that cannot be recorded is not handed out', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.diskFull = true;
    expect(await keeper.exportRefreshToken(id, 'clipboard')).toMatchObject({
      ok: false,
      failure: { code: 'file/unwritable' },
    });
    expect(keeper.exportedTokens(id)).toEqual([]);
  });

  it('is not made of a token that has expired, is not there, or cannot be read', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.keychain.problem = 'locked';
    expect(await keeper.exportRefreshToken(id, 'file')).toMatchObject({ failure: { code: 'keychain/locked' } });
    world.keychain.problem = null;
    world.server = () => entraError(700082);
    await keeper.refresh(id);
    expect(await keeper.exportRefreshToken(id, 'file')).toMatchObject({ failure: { code: 'AADSTS700082' } });
    world.server = unreachable;
    world.now += 91 * DAY;
    expect((await keeper.exportRefreshToken(id, 'file')).ok).toBe(false);
    expect(await keeper.exportRefreshToken('0'.repeat(32), 'file')).toMatchObject({
      failure: { code: 'request/unknown' },
    });
    expect(keeper.exportedTokens(id)).toEqual([]);
  });

  it('is superseded as soon as the connection has a newer token, and works on', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    await handOut(keeper, id);
    await world.pass(10 * DAY);
    expect(keeper.exportedTokens(id)).toMatchObject([
      { state: 'in-use', superseded: true, expiresAt: NEW_YEAR + 90 * DAY },
    ]);
  });

  it('has a mark that exports of one token share, and no two tokens do', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const first = await handOut(keeper, id);
    const second = await handOut(keeper, id, 'file');
    world.now += 2 * HOUR;
    await handOut(keeper, id);
    const [a, b, c] = keeper.exportedTokens(id);
    expect(first.refreshToken).toBe(second.refreshToken);
    expect(a?.id).not.toBe(b?.id);
    expect(a?.mark).toBe(b?.mark);
    expect(c?.mark).not.toBe(a?.mark);
    expect(JSON.stringify(keeper.exportedTokens(id))).not.toContain('refresh-');
  });

  it('that never arrived is struck off', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const { exportId } = await handOut(keeper, id);
    expect((await keeper.withdrawExport(id, exportId)).ok).toBe(true);
    expect(keeper.exportedTokens(id)).toEqual([]);
    expect(world.saved?.exportedTokens).toEqual([]);
    expect((await keeper.history(id)).map(({ code }) => code)).toEqual(['', 'clipboard', 'withdrawn']);
    expect((await keeper.withdrawExport(id, exportId)).ok).toBe(false);
  });

  it('goes with its connection', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    await handOut(keeper, id);
    await keeper.remove(id);
    expect(world.saved?.exportedTokens).toEqual([]);
    await world.pass(100 * DAY);
    expect(world.notifications).toEqual([]);
  });

  it('is remembered over a restart, and those out of use up to 20', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const kept = await handOut(keeper, id, 'key-vault');
    for (let number = 0; number < 30; number += 1) {
      const { exportId } = await handOut(keeper, id);
      await keeper.markExportReplaced(id, exportId);
    }
    await keeper.stop();
    const next = world.keeper();
    await next.start();
    const states = next.exportedTokens(id).map(({ state }) => state);
    expect(states.filter((state) => state === 'in-use')).toEqual(['in-use']);
    expect(states).toHaveLength(21);
    expect(next.exportedTokens(id)[0]?.id).toBe(kept.exportId);
  });
});

describe('what is noted of a copy', () => {
  it('is where it went, and what a person calls it, which they may change', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const note = { place: '/home/alex/token.txt', label: 'Billing' };
    const exported = await keeper.exportRefreshToken(id, 'file', note);
    if (!exported.ok) throw new Error(exported.failure.code);
    expect(keeper.exportedTokens(id)).toMatchObject([note]);
    expect((await keeper.labelExport(id, exported.value.exportId, 'Provisioning')).ok).toBe(true);
    expect(world.saved?.exportedTokens).toMatchObject([{ place: '/home/alex/token.txt', label: 'Provisioning' }]);
    expect((await keeper.labelExport(id, '0'.repeat(32), 'x')).ok).toBe(false);
  });

  it('is the end of a path that is too long', async () => {
    const { keeper, id } = await new World().signedIn();
    await keeper.exportRefreshToken(id, 'file', { place: `${'/folder'.repeat(500)}/token.txt` });
    expect(keeper.exportedTokens(id)[0]?.place).toHaveLength(1000);
    expect(keeper.exportedTokens(id)[0]?.place).toMatch(/\/token\.txt$/);
  });
});

describe('a copy that was marked as replaced', () => {
  it('is in use again when that is taken back, and is announced as before', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const { exportId } = await handOut(keeper, id);
    await keeper.markExportReplaced(id, exportId);
    expect((await keeper.unmarkExport(id, exportId)).ok).toBe(true);
    expect(keeper.exportedTokens(id)).toMatchObject([{ state: 'in-use' }]);
    await world.pass(61 * DAY);
    expect(titles(world)).toEqual(['Contoso: exported token expires in 30 days']);
  });

  it('is announced once more if marking it took its notification back, and only then', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const first = await handOut(keeper, id);
    const second = await handOut(keeper, id);
    await world.pass(61 * DAY);
    expect(titles(world)).toEqual(['Contoso: 2 exported tokens expire, the first in 30 days']);
    await keeper.markExportReplaced(id, first.exportId);
    await keeper.unmarkExport(id, first.exportId);
    await world.pass(HOUR);
    expect(world.notifications).toHaveLength(1);
    for (const { exportId } of [first, second]) await keeper.markExportReplaced(id, exportId);
    await keeper.unmarkExport(id, second.exportId);
    await world.pass(HOUR);
    expect(titles(world).slice(1)).toEqual(['Contoso: exported token expires in 29 days']);
  });

  it('can be taken back, however old it is and however many there are', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const oldest = await handOut(keeper, id);
    for (let number = 0; number < 20; number += 1)
      await keeper.markExportReplaced(id, (await handOut(keeper, id)).exportId);
    await keeper.markExportReplaced(id, oldest.exportId);
    expect((await keeper.unmarkExport(id, oldest.exportId)).ok).toBe(true);
  });
});

describe('notification of a copy', () => {
  it('is given before it expires and when it has, though the connection is well', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    await handOut(keeper, id);
    await world.pass(91 * DAY);
    expect(titles(world)).toEqual([
      'Contoso: exported token expires in 30 days',
      'Contoso: exported token expires in 14 days',
      'Contoso: exported token expires in 7 days',
      'Contoso: exported token expires in 3 days',
      'Contoso: exported token expires in 24 hours',
      'Contoso: exported token has expired',
    ]);
    expect(new Set(world.notifications.map(({ remedy }) => remedy))).toEqual(new Set(['show-exported-tokens']));
    expect(world.notifications[0]?.body[0]).toBe('You exported it to the clipboard 60 days ago.');
    expect(keeper.exportedTokens(id)).toMatchObject([{ state: 'expired' }]);
    const codes = (await keeper.history(id)).filter(({ kind }) => kind === 'notification').map(({ code }) => code);
    expect(codes).toEqual(['exported:30', 'exported:14', 'exported:7', 'exported:3', 'exported:1', 'exported:0']);
  });

  it('comes on time, and once over restarts', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    await handOut(keeper, id);
    await world.pass(60 * DAY - 1);
    expect(world.notifications).toEqual([]);
    await world.pass(HOUR);
    expect(world.notifications).toHaveLength(1);
    await keeper.stop();
    await world.keeper().start();
    await world.pass(2 * DAY);
    expect(world.notifications).toHaveLength(1);
  });

  it('ends when it is marked as replaced, and what was open is moot', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    const { exportId } = await handOut(keeper, id);
    await world.pass(61 * DAY);
    expect(world.notifications).toHaveLength(1);
    expect(world.stillSo(keeper)).toEqual(['Contoso: exported token expires in 29 days']);
    expect((await keeper.markExportReplaced(id, exportId)).ok).toBe(true);
    expect(world.stillSo(keeper)).toEqual([]);
    expect(keeper.exportedTokens(id)).toMatchObject([{ state: 'replaced' }]);
    await world.pass(60 * DAY);
    expect(world.notifications).toHaveLength(1);
  });

  it('is one for all copies that are due at once', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    await handOut(keeper, id);
    await handOut(keeper, id, 'file');
    await world.pass(60 * DAY + HOUR);
    expect(titles(world)).toEqual(['Contoso: 2 exported tokens expire, the first in 30 days']);
  });

  it('is scaled to the window, and keeps to one that was learned since', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    await handOut(keeper, id);
    world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 9.00:00:00.');
    await keeper.refresh(id);
    expect(keeper.exportedTokens(id)[0]?.expiresAt).toBe(NEW_YEAR + 9 * DAY);
    await world.pass(6 * DAY + HOUR);
    expect(titles(world).at(-1)).toBe('Contoso: exported token expires in 3 days');
  });

  it('does not go when its connection has a new token', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    await handOut(keeper, id);
    await world.pass(61 * DAY);
    await keeper.refresh(id);
    await settle();
    expect(world.stillSo(keeper)).toEqual(['Contoso: exported token expires in 29 days']);
  });
});
