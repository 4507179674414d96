import { describe, expect, it } from 'vitest';
import { ClipboardLease, type SecretClipboard } from '../../../src/main/clipboard/clipboard-lease';
import { HandTimers, NOW, settle } from '../support';

function setUp() {
  const timers = new HandTimers();
  const board = { text: '', busy: 0, hangs: false, now: NOW, changes: 0 };
  const clipboard: SecretClipboard = {
    writeSecret: async (text) => {
      board.text = text;
    },
    readText: async () => {
      if (board.hangs) return new Promise<string>(() => {});
      if (board.busy > 0) {
        board.busy -= 1;
        throw new Error('held by another program');
      }
      return board.text;
    },
    clear: () => {
      board.text = '';
    },
  };
  const lease = new ClipboardLease(
    clipboard,
    { now: () => board.now },
    timers,
    () => 60_000,
    () => {
      board.changes += 1;
    },
  );
  const pass = async (span: number) => {
    board.now += span;
    timers.pass(span);
    await settle();
  };
  return { board, lease, timers, pass };
}

describe('a copied secret', () => {
  it('is on the clipboard until its time is up, and then gone', async () => {
    const { board, lease, pass } = setUp();
    expect(await lease.copy('secret', 'a')).toEqual({ clearsAt: NOW + 60_000 });
    await pass(59_999);
    expect(board.text).toBe('secret');
    expect(lease.current()).toMatchObject({ connectionId: 'a', clearsAt: NOW + 60_000 });
    await pass(1);
    expect(board.text).toBe('');
    expect(lease.current()).toBeNull();
  });

  it('leaves alone what somebody copied since', async () => {
    const { board, lease, pass } = setUp();
    await lease.copy('secret', 'a');
    board.text = 'a shopping list';
    await pass(60_000);
    expect(board.text).toBe('a shopping list');
    expect(lease.current()).toBeNull();
  });

  it('is no longer said to be there once something else is, which stays', async () => {
    const { board, lease, pass } = setUp();
    await lease.copy('secret', 'a');
    await lease.endIfReplaced();
    expect(lease.current()).not.toBeNull();
    board.text = 'a shopping list';
    await lease.endIfReplaced();
    expect(lease.current()).toBeNull();
    board.text = 'secret';
    await pass(60_000);
    expect(board.text).toBe('secret');
  });

  it('lasts from the latest of several times that something was copied', async () => {
    const { board, lease, pass } = setUp();
    await lease.copy('first', 'a');
    await pass(50_000);
    await lease.copy('second', 'b');
    await pass(59_000);
    expect(board.text).toBe('second');
    expect(lease.current()?.connectionId).toBe('b');
    await pass(1_000);
    expect(board.text).toBe('');
  });

  it('is cleared when the app quits', async () => {
    const { board, lease, timers } = setUp();
    await lease.copy('secret', 'a');
    await lease.end();
    expect(board.text).toBe('');
    expect(timers.count).toBe(0);
  });

  it('is not touched at quitting when it is no longer there', async () => {
    const { board, lease } = setUp();
    await lease.copy('secret', 'a');
    board.text = 'mine';
    await lease.end();
    expect(board.text).toBe('mine');
  });

  it('is cleared after a sleep in which timers stood still', async () => {
    const { board, lease } = setUp();
    await lease.copy('secret', 'a');
    board.now += 3_600_000;
    await lease.clearIfDue();
    expect(board.text).toBe('');
  });

  it('stays after a short sleep', async () => {
    const { board, lease } = setUp();
    await lease.copy('secret', 'a');
    board.now += 30_000;
    await lease.clearIfDue();
    expect(board.text).toBe('secret');
  });

  it('is tried again when another program holds the clipboard', async () => {
    const { board, lease, pass } = setUp();
    await lease.copy('secret', 'a');
    board.busy = 2;
    await pass(60_000);
    await pass(1_000);
    await pass(1_000);
    expect(board.text).toBe('');
  });

  it('is cleared unread at quitting when the clipboard hangs', async () => {
    const { board, lease, pass, timers } = setUp();
    await lease.copy('secret', 'a');
    board.hangs = true;
    const ended = lease.end(2000);
    await pass(2000);
    await ended;
    expect(board.text).toBe('');
    expect(timers.count).toBe(0);
  });

  it('is cleared unread at quitting when another program holds the clipboard for longer than that takes', async () => {
    const { board, lease, pass } = setUp();
    await lease.copy('secret', 'a');
    board.busy = 100;
    const ended = lease.end(2000);
    await pass(1000);
    await pass(1000);
    await ended;
    expect(board.text).toBe('');
  });

  it('is cleared at quitting when its time was up just before and the clipboard has hung since', async () => {
    const { board, lease, pass } = setUp();
    await lease.copy('secret', 'a');
    board.hangs = true;
    await pass(60_000);
    const ended = lease.end(2000);
    await pass(2000);
    await ended;
    expect(board.text).toBe('');
    expect(lease.current()).toBeNull();
  });

  it.each(['hangs', 'is held by another program'])('does not stay for good when the clipboard %s', async (how) => {
    const { board, lease, pass, timers } = setUp();
    await lease.copy('secret', 'a');
    if (how === 'hangs') board.hangs = true;
    else board.busy = 100;
    await pass(60_000);
    for (let second = 0; second < 6; second += 1) await pass(1000);
    expect(board.text).toBe('');
    expect(lease.current()).toBeNull();
    expect(timers.count).toBe(0);
  });

  it('that was copied while the clipboard hung has its own time', async () => {
    const { board, lease, pass } = setUp();
    await lease.copy('first', 'a');
    board.hangs = true;
    await pass(60_000);
    await lease.copy('second', 'b');
    await pass(5000);
    expect(board.text).toBe('second');
    expect(lease.current()).toMatchObject({ connectionId: 'b' });
  });

  it('is not kept in the lease', async () => {
    const { lease } = setUp();
    await lease.copy('a-secret-worth-looking-for', 'a');
    expect(JSON.stringify(lease.current())).not.toContain('secret');
  });
});
