import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { whileWaiting } from '../../../src/cli/output/progress';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const CLEAR_LINE = '\r\x1b[K';

function screen(isTTY: boolean) {
  const written: string[] = [];
  const write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  return { isTTY, columns: 20, write, written };
}

test('what is over within a second shows nothing', async () => {
  const terminal = screen(true);
  const waiting = whileWaiting(
    () => 'Refreshing…',
    new Promise((resolve) => setTimeout(resolve, 900, 'done')),
    terminal,
  );
  await vi.advanceTimersByTimeAsync(900);
  expect(await waiting).toBe('done');
  expect(terminal.written).toEqual([]);
});

test('what takes longer says what is awaited, in one line, and takes it back, even when it fails', async () => {
  const terminal = screen(true);
  let count = 0;
  const work = new Promise((_, reject) => setTimeout(() => reject(new Error('refused')), 1500));
  const waiting = whileWaiting(() => `Refreshing: ${count} of 1,000 connections`, work, terminal);
  const ended = expect(waiting).rejects.toThrow('refused');
  await vi.advanceTimersByTimeAsync(1200);
  expect(terminal.written.at(-1)?.replace(CLEAR_LINE, '')).toMatch(/^\S Refreshing: 0 of $/);
  count = 12;
  await vi.advanceTimersByTimeAsync(300);
  await ended;
  expect(terminal.written.at(-2)).toContain('Refreshing: 12');
  expect(terminal.written.at(-1)).toBe(CLEAR_LINE);
});

test('off a terminal nothing is shown', async () => {
  const file = screen(false);
  const waiting = whileWaiting(() => 'Refreshing…', new Promise((resolve) => setTimeout(resolve, 5000, 'done')), file);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await waiting).toBe('done');
  expect(file.written).toEqual([]);
});
