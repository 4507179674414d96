import { describe, expect, it } from 'vitest';
import { ownFailure } from '../../../src/core/failures/classify';
import type { Keeper } from '../../../src/core/keeper/keeper';
import type { Failure } from '../../../src/core/model/failure';
import { DAY, HOUR, SECOND } from '../../../src/core/model/time';
import { DesktopBoard, DIGEST_PAUSE } from '../../../src/main/notifications/desktop-board';
import { DesktopItems } from '../../../src/main/notifications/desktop-items';
import { NotificationBoard, type OpenNotification } from '../../../src/main/notifications/notification-board';
import { AppMemory } from '../../../src/main/system/app-memory';
import { CREDENTIAL, entraError, settle, unreachable, World } from '../../core/world';
import { CONTOSO } from '../../support/contoso';
import { aConnection, aToken, HandTimers } from '../support';

/** A settings file in memory. */
function aFile() {
  const file = { store: {} as Record<string, unknown>, set: (change: object) => Object.assign(file.store, change) };
  return file;
}

/** The board of a keeper, as the app has it. */
function boardOf(keeper: Keeper, file = aFile()) {
  const memory = new AppMemory(file, new HandTimers());
  const board = new NotificationBoard(keeper, memory, () => undefined);
  keeper.listen((event) => {
    if (event.type === 'notification') board.raise(event.notification);
    if (event.type === 'removed') board.connectionRemoved(event.id);
  });
  return { board, titles: () => board.list().map(({ title }) => title), save: () => memory.end() };
}

/** A keeper with as many signed-in connections of one account as there are names. */
async function connected(world: World, ...names: readonly string[]) {
  const { keeper, id } = await world.signedIn({ name: names[0] ?? 'Contoso' });
  const ids = [id];
  for (const name of names.slice(1)) {
    const added = await keeper.add({ ...CONTOSO, name }, CREDENTIAL);
    if (!added.ok) throw new Error(added.failure.code);
    const ticket = await keeper.beginSignIn(added.value.id);
    if (!ticket.ok) throw new Error(ticket.failure.code);
    await ticket.value.complete({ ok: true, tokens: world.issue() });
    ids.push(added.value.id);
  }
  return { keeper, ids };
}

/** A thousand are told the same way, and cost the world of this test ten times as much. */
const MANY = 300;

const REST = { act: () => undefined, openPanel: () => undefined, log: () => undefined };

const WATCHED = { schedule: { kind: 'remind-only' } } as const;

describe('the open notifications', () => {
  it('are one for one password change, which shrinks as its connections are dealt with', async () => {
    const world = new World();
    const { keeper } = await connected(world, 'DE', 'FR', 'UK');
    const { board, titles } = boardOf(keeper);
    world.server = () => entraError(50173);
    await world.pass(2 * DAY);
    expect(titles()).toEqual(['3 connections need you to sign in again']);
    const [all] = board.list();
    expect(all?.body[0]).toBe('DE, FR, and UK.');
    if (all) board.actedOn(all);
    expect(titles()).toEqual(['2 connections need you to sign in again']);
    expect(board.list()[0]?.body[0]).toBe('FR and UK.');
    const [rest] = board.list();
    if (rest) board.dismiss(rest);
    expect(titles()).toEqual([]);
  });

  it('go when there is a new token', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn(WATCHED);
    const { titles } = boardOf(keeper);
    await world.pass(84 * DAY);
    expect(titles()).toEqual(['Contoso expires in 6 days']);
    await keeper.refresh(id);
    expect(titles()).toEqual([]);
  });

  it('go with their connection', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn(WATCHED);
    const { board, titles } = boardOf(keeper);
    await world.pass(84 * DAY);
    await keeper.remove(id);
    expect(titles()).toEqual([]);
    expect(board.find(`${id}/1/lifetime:7`)).toBeNull();
  });

  it('are found by the id of any that they stand for, and say when the newest was raised', async () => {
    const world = new World();
    const { keeper } = await world.signedIn(WATCHED);
    const { board } = boardOf(keeper);
    await world.pass(84 * DAY);
    const [open] = board.list();
    expect(open?.ids).toHaveLength(3);
    for (const id of open?.ids ?? []) expect(board.find(id)?.title).toBe('Contoso expires in 6 days');
    expect(open?.at).toBe(world.notifications.at(-1)?.at);
    board.dismissAll();
    expect(board.list()).toEqual([]);
  });

  it('are still there after a restart, unless they were dismissed; and what was on the desktop is not new', async () => {
    const world = new World();
    const file = aFile();
    const before = await world.signedIn(WATCHED);
    const first = boardOf(before.keeper, file);
    await world.pass(77 * DAY);
    const [open] = first.board.list();
    expect(open?.isNew).toBe(true);
    first.board.shown(open?.ids ?? []);
    first.save();
    await before.keeper.stop();

    const keeper = world.keeper();
    const second = boardOf(keeper, file);
    // Before the keeper has read its file, nothing is known, and nothing forgotten.
    expect(second.titles()).toEqual([]);
    await keeper.start();
    second.board.begin();
    expect(second.board.list()).toMatchObject([{ title: 'Contoso expires in 13 days', isNew: false }]);
    second.board.dismissAll();
    second.save();
    await keeper.stop();

    const third = world.keeper();
    await third.start();
    expect(boardOf(third, file).titles()).toEqual([]);
  });

  it('that come to nothing while the app was away are not there', async () => {
    const world = new World();
    const file = aFile();
    const { keeper, id } = await world.signedIn(WATCHED);
    const first = boardOf(keeper, file);
    await world.pass(84 * DAY);
    expect(first.titles()).toHaveLength(1);
    first.save();
    await keeper.refresh(id);
    expect(boardOf(keeper, file).titles()).toEqual([]);
  });
});

describe('on the desktop', () => {
  it('a keychain that refuses is one, whether the app’s trouble or a connection’s comes first', () => {
    const locked = ownFailure('keychain/locked', 1);
    const open = {
      ...{
        cause: 'keychain',
        ids: ['x/1/failure:keychain/locked'],
        connectionIds: ['x'],
        title: 'Keychain: action needed',
      },
      ...{
        id: 'x',
        connectionId: 'x',
        at: 1,
        body: [],
        remedy: 'retry-keychain',
        worry: 'person',
        left: DAY,
        isNew: true,
      },
    } as const satisfies OpenNotification;
    for (const order of ['trouble', 'notification']) {
      const state: { trouble: Failure | null; list: readonly OpenNotification[] } = { trouble: null, list: [] };
      const board = {
        list: () => state.list,
        shown: (ids: Iterable<string>) => {
          const all = new Set(ids);
          state.list = state.list.map((one) => ({ ...one, isNew: one.isNew && !one.ids.some((id) => all.has(id)) }));
        },
        actedOn: () => undefined,
        find: () => null,
      };
      const parts = { keeper: { appTrouble: () => state.trouble, clockSkew: () => null }, board };
      const items = new DesktopItems({ ...parts, ...REST });
      const told: string[] = [];
      const look = () => {
        const fresh = items.list().filter(({ isNew }) => isNew);
        told.push(...fresh.map(({ cause }) => cause));
        items.shown(fresh);
        expect(items.list().map(({ cause }) => cause)).toEqual(['keychain']);
      };
      if (order === 'trouble') state.trouble = locked;
      else state.list = [open];
      look();
      state.trouble = locked;
      state.list = state.list.length > 0 ? state.list : [open];
      look();
      expect(told).toEqual(['keychain']);
      // Once the keychain answers, what is left of it is nothing new.
      state.trouble = null;
      look();
      expect(told).toEqual(['keychain']);
    }
  });

  it('the app’s own trouble is told again when it comes again', () => {
    const state: { trouble: Failure | null } = { trouble: ownFailure('file/unwritable', 1) };
    const board = { list: () => [], shown: () => undefined, actedOn: () => undefined, find: () => null };
    const parts = { keeper: { appTrouble: () => state.trouble, clockSkew: () => null }, board };
    const items = new DesktopItems({ ...parts, ...REST });
    const fresh = () => items.list().filter(({ isNew }) => isNew);
    expect(fresh()).toHaveLength(1);
    items.shown(fresh());
    expect(fresh()).toEqual([]);
    state.trouble = null;
    expect(items.list()).toEqual([]);
    state.trouble = ownFailure('file/unwritable', 2);
    expect(fresh()).toHaveLength(1);
  });
});

it('a wrong clock is told once, however often it is found right in between', () => {
  const state = { skew: -HOUR as number | null };
  const board = { list: () => [], shown: () => undefined, actedOn: () => undefined, find: () => null };
  const keeper = { appTrouble: () => null, clockSkew: () => state.skew };
  const items = new DesktopItems({ keeper, board, ...REST });
  expect(items.list()).toMatchObject([{ cause: 'clock', isNew: true, connectionIds: [] }]);
  items.shown(items.list());
  state.skew = null;
  expect(items.list()).toEqual([]);
  state.skew = HOUR;
  expect(items.list()).toMatchObject([{ cause: 'clock', isNew: false }]);
});

it('a notification that has long been on the desktop does what helps when it is clicked, not what helped then', async () => {
  const world = new World();
  const { keeper } = await connected(world, 'Contoso');
  const { board } = boardOf(keeper);
  const acted: string[] = [];
  const items = new DesktopItems({ keeper, board, ...REST, act: ({ remedy }) => acted.push(remedy) });
  world.server = unreachable;
  await world.pass(91 * DAY);
  const [shown] = items.list();
  expect(shown).toMatchObject({ title: 'Contoso has expired', button: 'Refresh now' });
  world.server = () => entraError(700082);
  await world.pass(HOUR);
  shown?.act();
  expect(acted).toEqual(['sign-in']);
  expect(items.list()).toEqual([]);
});

it('hundreds of connections that need somebody at the start are a handful on the desktop, and the worst first in the list', async () => {
  const world = new World();
  const left = (number: number) => (number % 100 === 7 ? -DAY : (1 + (number % 29)) * DAY);
  world.saved = {
    connections: Array.from({ length: MANY }, (_, number) => ({
      ...aConnection({ ...WATCHED, id: number.toString(16).padStart(32, '0'), name: `C${number}`, refreshAt: null }),
      ...{ token: aToken({ issuedAt: world.now + left(number) - 90 * DAY }), credential: null },
      application: { kind: 'public' as const },
    })),
    ...{ unsettled: [], exportedTokens: [] },
  };
  const keeper = world.keeper();
  const { board, titles } = boardOf(keeper);
  const timers = new HandTimers();
  const toasts: string[] = [];
  const items = new DesktopItems({ keeper, board, ...REST });
  const desktop = new DesktopBoard({
    items: () => items.list(),
    shown: (shown) => items.shown(shown),
    showToast: ({ title }) => {
      toasts.push(title);
      return { close: () => undefined };
    },
    ...{ openPanel: () => undefined, quietHours: () => null, now: () => new Date(world.now), timers },
  });
  keeper.listen(() => desktop.changed());
  await keeper.start();
  // What the keeper tells trickles in, and the desktop's clock goes on meanwhile.
  for (let second = 0; second < 200 && board.list().length < MANY; second += 1) {
    await settle();
    timers.pass(SECOND);
  }
  timers.pass(2 * DIGEST_PAUSE);
  expect(toasts.length).toBeLessThanOrEqual(5);
  expect(toasts.at(-1)).toBe(`${MANY} connections need you`);
  const all = titles();
  expect(all).toHaveLength(MANY);
  expect(all.slice(0, 3).every((title) => title.endsWith(' has expired'))).toBe(true);
  expect(all.slice(3, 5)).toEqual(['C0 expires in 24 hours', 'C29 expires in 24 hours']);
});
