import { describe, expect, it } from 'vitest';
import type { NotificationInWords } from '../../../src/core/wording/notification-words';
import { NotificationBoard } from '../../../src/main/notifications/notification-board';
import { NOW } from '../support';

function aNotification(id: string, connectionId = 'a'): NotificationInWords {
  return { id, connectionId, title: `${id} expires`, body: ['Sign in.'], remedy: 'sign-in', at: NOW };
}

function setUp() {
  const desktop = new Map<string, () => void>();
  const acted: string[] = [];
  const board = new NotificationBoard(
    (notification, act) => {
      desktop.set(notification.id, act);
      return { close: () => desktop.delete(notification.id) };
    },
    (notification) => acted.push(notification.id),
    () => undefined,
  );
  return { acted, board, desktop };
}

describe('a notification', () => {
  it('is on the desktop and in the list', () => {
    const { board, desktop } = setUp();
    board.raise(aNotification('1'));
    board.raise(aNotification('2'));
    expect([...desktop.keys()]).toEqual(['1', '2']);
    expect(board.list().map(({ id }) => id)).toEqual(['2', '1']);
  });

  it('does its action once and goes when it is clicked', () => {
    const { acted, board, desktop } = setUp();
    board.raise(aNotification('1'));
    desktop.get('1')?.();
    expect(acted).toEqual(['1']);
    expect(board.list()).toEqual([]);
    expect(desktop.size).toBe(0);
  });

  it('goes from both places when it is dismissed', () => {
    const { acted, board, desktop } = setUp();
    board.raise(aNotification('1'));
    board.dismiss('1');
    expect(board.find('1')).toBeNull();
    expect(desktop.size).toBe(0);
    expect(acted).toEqual([]);
  });

  it('goes when its connection has a new token, and only then', () => {
    const { board, desktop } = setUp();
    board.raise(aNotification('1', 'a'));
    board.raise(aNotification('2', 'b'));
    board.dismissAbout('a', 'token');
    expect([...desktop.keys()]).toEqual(['2']);
  });

  it('about exported tokens or a secret stays when there is a new token, and goes when it no longer applies', () => {
    const { board } = setUp();
    for (const id of ['a/1/exported:7', 'a/1/credential:14', 'a/1/lifetime:3', 'a/1/failure:AADSTS50173'])
      board.raise(aNotification(id));
    const left = () => board.list().map(({ id }) => id);
    board.dismissAbout('a', 'token');
    expect(left()).toEqual(['a/1/credential:14', 'a/1/exported:7']);
    board.dismissAbout('a', 'exportedTokens');
    expect(left()).toEqual(['a/1/credential:14']);
    board.dismissAbout('a', 'all');
    expect(left()).toEqual([]);
  });

  it('about exported tokens takes the place of an earlier one: its button shows them all', () => {
    const { board } = setUp();
    board.raise(aNotification('a/1/exported:7'));
    board.raise(aNotification('a/1/lifetime:7'));
    board.raise(aNotification('a/2/exported:30'));
    expect(board.list().map(({ id }) => id)).toEqual(['a/2/exported:30', 'a/1/lifetime:7']);
  });

  it('takes the place of an older one with its name', () => {
    const { board } = setUp();
    board.raise(aNotification('1'));
    board.raise(aNotification('1'));
    expect(board.list()).toHaveLength(1);
  });

  it('about the end of a token takes the place of an earlier one, and of no other', () => {
    const { board } = setUp();
    board.raise(aNotification('a/1/lifetime:30'));
    board.raise(aNotification('a/1/failure:AADSTS50173'));
    board.raise(aNotification('b/1/lifetime:30', 'b'));
    board.raise(aNotification('a/1/lifetime:14'));
    expect(board.list().map(({ id }) => id)).toEqual(['a/1/lifetime:14', 'b/1/lifetime:30', 'a/1/failure:AADSTS50173']);
    board.raise(aNotification('a/0/sign-in:7'));
    expect(board.list().map(({ id }) => id)).toEqual(['a/0/sign-in:7', 'b/1/lifetime:30', 'a/1/failure:AADSTS50173']);
  });

  it('is let go when there are far too many', () => {
    const { board, desktop } = setUp();
    for (let number = 0; number < 60; number += 1) board.raise(aNotification(String(number)));
    expect(board.list()).toHaveLength(50);
    expect(board.find('0')).toBeNull();
    expect(desktop.size).toBe(50);
  });
});
