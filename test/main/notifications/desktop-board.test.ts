import { describe, expect, it } from 'vitest';
import type { QuietHours } from '../../../src/core/model/settings';
import { DAY, HOUR } from '../../../src/core/model/time';
import { DesktopBoard, type DesktopItem, DIGEST_PAUSE, GATHER } from '../../../src/main/notifications/desktop-board';
import type { Toast } from '../../../src/main/notifications/desktop-notifications';
import { HandTimers } from '../support';

/** A desktop that shows what it is told to, and remembers all that it ever showed. */
function setUp(quietHours: QuietHours | null = null, begin = new Date('2026-11-23T12:00')) {
  const timers = new HandTimers();
  const open = new Map<string, DesktopItem>();
  const shown: { toast: Toast; click: () => void; close: () => void; isUp: boolean }[] = [];
  const acted: string[] = [];
  const world = { quietHours, passed: 0, panelOpened: 0 };
  const board = new DesktopBoard({
    items: () => [...open.values()],
    shown: (items) => {
      for (const item of items) open.set(item.cause, { ...item, isNew: false });
    },
    showToast: (toast, act, closed) => {
      const one = { toast, click: act, isUp: true, close: () => undefined };
      const away = () => {
        one.isUp = false;
      };
      shown.push({
        ...one,
        get isUp() {
          return one.isUp;
        },
        close: () => {
          away();
          closed();
        },
      });
      return { close: away };
    },
    openPanel: () => {
      world.panelOpened += 1;
    },
    quietHours: () => world.quietHours,
    now: () => new Date(begin.getTime() + world.passed),
    timers,
  });
  return {
    ...{ acted, board, open, shown, world },
    raise(cause: string, change: Partial<DesktopItem> = {}) {
      const before = open.get(cause);
      const ids = [...(before?.ids ?? []), `${cause}/${before?.ids.length ?? 0}`];
      const act = () => {
        acted.push(cause);
        open.delete(cause);
        board.changed();
      };
      const usual = {
        title: `${cause} needs you`,
        body: '',
        button: 'Sign in',
        left: 20 * DAY,
        connectionIds: [cause],
      };
      open.set(cause, { ...usual, cause, ids, isNew: true, act, ...change });
      board.changed();
    },
    end(cause: string) {
      open.delete(cause);
      board.changed();
    },
    pass(span: number) {
      world.passed += span;
      timers.pass(span);
    },
    up: () => shown.filter(({ isUp }) => isUp).map(({ toast }) => toast.title),
    titles: () => shown.map(({ toast }) => toast.title),
  };
}

describe('a notification on the desktop', () => {
  it('is there soon, once, and with its button', () => {
    const { raise, pass, shown, titles } = setUp();
    raise('A');
    pass(GATHER);
    pass(DAY);
    expect(titles()).toEqual(['A needs you']);
    expect(shown[0]?.toast).toMatchObject({ button: 'Sign in', isSilent: false });
  });

  it('goes and does what its button says when it is clicked', () => {
    const { acted, raise, pass, shown, up } = setUp();
    raise('A');
    pass(GATHER);
    shown[0]?.click();
    expect(acted).toEqual(['A']);
    expect(up()).toEqual([]);
  });

  it('goes when it is no longer true', () => {
    const { raise, end, pass, up } = setUp();
    raise('A');
    pass(GATHER);
    end('A');
    pass(GATHER);
    expect(up()).toEqual([]);
  });

  it('is not shown at all when it is no longer true by then', () => {
    const { raise, end, pass, titles } = setUp();
    raise('A');
    end('A');
    pass(HOUR);
    expect(titles()).toEqual([]);
  });

  it('takes the place of an older one about the same, quietly', () => {
    const { raise, pass, shown, up } = setUp();
    raise('A', { title: 'A expires in 7 days' });
    pass(DAY);
    raise('A', { title: 'A expires in 3 days' });
    pass(GATHER);
    expect(up()).toEqual(['A expires in 3 days']);
    expect(shown.at(-1)?.toast.isSilent).toBe(true);
  });

  it('goes when it names a connection that no longer needs anybody, and the others are not told again', () => {
    const { raise, open, board, pass, up, titles } = setUp();
    raise('tenant', { title: '2 connections need you to sign in again', ids: ['a/1', 'b/1'] });
    pass(GATHER);
    const both = open.get('tenant');
    if (both) open.set('tenant', { ...both, ids: ['b/1'], title: 'B: action needed' });
    board.changed();
    pass(HOUR);
    expect(up()).toEqual([]);
    expect(titles()).toHaveLength(1);
  });
});

describe('more than three at once', () => {
  it('are one digest, the worst first, whose button shows them all', () => {
    const { raise, pass, shown, titles, up, world } = setUp();
    for (const cause of ['A', 'B', 'C', 'D']) raise(cause);
    pass(GATHER);
    expect(titles()).toEqual(['4 connections need you']);
    expect(shown[0]?.toast).toMatchObject({
      body: 'A needs you\nB needs you\nC needs you\nAnd 1 more',
      button: 'Show',
    });
    shown[0]?.click();
    expect(world.panelOpened).toBe(1);
    expect(up()).toEqual([]);
  });

  it('take those along that are on the desktop already', () => {
    const { raise, pass, up } = setUp();
    for (const cause of ['A', 'B', 'C']) {
      raise(cause);
      pass(DAY);
    }
    expect(up()).toEqual(['A needs you', 'B needs you', 'C needs you']);
    raise('D');
    pass(GATHER);
    expect(up()).toEqual(['4 connections need you']);
  });

  it('but not those that somebody has put away', () => {
    const { raise, pass, shown, up } = setUp();
    for (const cause of ['A', 'B', 'C']) raise(cause);
    pass(GATHER);
    for (const { close } of shown) close();
    raise('D');
    pass(GATHER);
    expect(up()).toEqual(['D needs you']);
  });

  it('count the connections, not the notifications', () => {
    const { raise, pass, titles } = setUp();
    raise('tenant', { connectionIds: ['1', '2', '3'] });
    for (const cause of ['A', 'B']) raise(cause);
    raise('secret of A', { connectionIds: ['A'] });
    pass(GATHER);
    expect(titles()).toEqual(['5 connections need you']);
  });

  it('are a handful of notifications when a thousand come within a minute', () => {
    const { raise, pass, titles, up } = setUp();
    for (let number = 0; number < 1000; number += 1) {
      raise(`C${number}`);
      pass(60);
    }
    pass(2 * DIGEST_PAUSE);
    expect(titles().length).toBeLessThanOrEqual(4);
    expect(up()).toEqual(['1000 connections need you']);
  });

  it('are no digest anymore when three or fewer are left', () => {
    const { raise, end, pass, up } = setUp();
    for (const cause of ['A', 'B', 'C', 'D']) raise(cause);
    pass(GATHER);
    end('A');
    pass(GATHER);
    expect(up()).toEqual([]);
  });

  it('what comes a while after a digest was put away is a notification of its own', () => {
    const { raise, pass, shown, up } = setUp();
    for (const cause of ['A', 'B', 'C', 'D']) raise(cause);
    pass(GATHER);
    shown[0]?.close();
    pass(DIGEST_PAUSE);
    raise('E');
    pass(GATHER);
    expect(up()).toEqual(['E needs you']);
  });
});

describe('in quiet hours', () => {
  const NIGHT = { from: 22 * 60, to: 7 * 60 };
  const late = new Date('2026-11-23T23:00');

  it('what can wait is told at their end, and once', () => {
    const { raise, pass, titles } = setUp(NIGHT, late);
    raise('A');
    pass(8 * HOUR - GATHER);
    expect(titles()).toEqual([]);
    pass(2 * GATHER);
    expect(titles()).toEqual(['A needs you']);
    pass(DAY);
    expect(titles()).toHaveLength(1);
  });

  it('what expires within a day, or has expired, is told at once', () => {
    const { raise, pass, titles } = setUp(NIGHT, late);
    raise('waits', { left: DAY + 1 });
    raise('ends', { left: DAY });
    raise('ended', { left: 0 });
    pass(GATHER);
    expect(titles()).toEqual(['ends needs you', 'ended needs you']);
  });

  it('many are one digest in the morning, without those that somebody dealt with meanwhile', () => {
    const { raise, end, pass, titles } = setUp(NIGHT, late);
    for (const cause of ['A', 'B', 'C', 'D', 'E']) raise(cause);
    pass(HOUR);
    end('A');
    pass(8 * HOUR);
    expect(titles()).toEqual(['4 connections need you']);
  });

  it('end when somebody switches them off', () => {
    const { board, raise, pass, titles, world } = setUp(NIGHT, late);
    raise('A');
    pass(HOUR);
    world.quietHours = null;
    board.changed();
    pass(GATHER);
    expect(titles()).toEqual(['A needs you']);
  });
});
