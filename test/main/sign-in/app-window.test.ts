import { describe, expect, it } from 'vitest';
import { namedByPage } from '../../../src/core/failures/classify';
import { type AppWindowPorts, appWindowFlow } from '../../../src/main/sign-in/app-window';
import type { SignInOutcome, SignInPage } from '../../../src/main/sign-in/sign-in-window';
import { settle } from '../support';
import { aJob, refused } from './support';

/** A window that notes what becomes of it. */
function setUp(change: Partial<AppWindowPorts> = {}) {
  const windows: { page: SignInPage; focused: number; end(outcome: SignInOutcome): void }[] = [];
  const flow = appWindowFlow({
    begin: async () => ({
      ok: true,
      value: { url: 'https://login.example/', isElsewhere: false, state: 's', finish: async () => refused },
    }),
    openWindow: (page) => {
      let end: (outcome: SignInOutcome) => void = () => undefined;
      const outcome = new Promise<SignInOutcome>((resolve) => {
        end = resolve;
      });
      const window = { page, focused: 0, end };
      windows.push(window);
      const focus = () => {
        window.focused += 1;
      };
      return { outcome, focus, close: () => end({ kind: 'closed' }) };
    },
    ...change,
  });
  return { flow, windows };
}

describe('a sign-in in a window of the app', () => {
  it('ends with what the address that was come back to buys', async () => {
    const { flow, windows } = setUp();
    const { exchange } = flow(aJob().job);
    await settle();
    windows[0]?.end({ kind: 'redirected', url: 'http://localhost:8400/?error=access_denied' });
    expect(await exchange).toBe(refused);
  });

  it('ends with why a page could not be reached', async () => {
    const { flow, windows } = setUp();
    const { exchange } = flow(aJob().job);
    await settle();
    windows[0]?.end({ kind: 'unreachable', code: 'ERR_NAME_NOT_RESOLVED' });
    expect(await exchange).toEqual({ ok: false, raw: { kind: 'network', code: 'ERR_NAME_NOT_RESOLVED' } });
  });

  it('ends with nothing when the window is closed, or has to be', async () => {
    const { flow, windows } = setUp();
    const [one, other] = [aJob(), aJob()];
    const ends = [flow(one.job).exchange, flow(other.job).exchange];
    await settle();
    windows[0]?.end({ kind: 'closed' });
    other.cancel();
    expect(await Promise.all(ends)).toEqual([null, null]);
  });

  it('tells what its page says of conditional access, and when it no longer does', async () => {
    const { flow, windows } = setUp();
    const { job, hints } = aJob();
    flow(job);
    await settle();
    windows[0]?.page.onBlock(53003);
    windows[0]?.page.onBlock(null);
    expect(hints).toEqual([{ kind: 'blocked', code: 53003 }, { kind: 'none' }]);
  });

  it('ends with that when the window is closed on such a page, and with nothing when it had to close', async () => {
    const { flow, windows } = setUp();
    const [closed, cancelled, moved] = [aJob(), aJob(), aJob()];
    const ends = [closed, cancelled, moved].map(({ job }) => flow(job).exchange);
    await settle();
    for (const { page } of windows) page.onBlock(53003);
    windows[0]?.end({ kind: 'closed' });
    cancelled.cancel();
    windows[2]?.page.onBlock(null);
    windows[2]?.end({ kind: 'closed' });
    expect(await Promise.all(ends)).toEqual([{ ok: false, raw: namedByPage(53003) }, null, null]);
  });

  it('opens no window when it is canceled before there is one', async () => {
    const { flow, windows } = setUp({
      begin: ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ ok: false, raw: { kind: 'network', code: 'ABORTED' } }));
        }),
    });
    const { job, cancel } = aJob();
    const { exchange } = flow(job);
    await settle();
    cancel();
    expect(await exchange).toBeNull();
    expect(windows).toEqual([]);
  });

  it('brings its window to the front when it is looked for', async () => {
    const { flow, windows } = setUp();
    const running = flow(aJob().job);
    await settle();
    expect(await running.show()).toBe(true);
    expect(windows[0]?.focused).toBe(1);
  });
});
