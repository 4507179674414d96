import { describe, expect, it } from 'vitest';
import { own } from '../../../src/core/failures/classify';
import type { LoopbackAnswer } from '../../../src/platform/loopback/loopback';
import { NoFreePortError } from '../../../src/platform/loopback/ports';
import { type SystemBrowserPorts, systemBrowserFlow, withPortOf } from '../../../src/platform/sign-in/system-browser';
import { aJob, aTicket, refused } from '../../main/sign-in/support';
import { aConnection, settle } from '../../main/support';

const PAGE = 'https://login.example/authorize';

/** A loopback and a browser that note what they are asked for. */
function setUp(change: Partial<SystemBrowserPorts> = {}) {
  const opened: string[] = [];
  const seen = { state: '', redirectUri: '', path: '', closed: 0, finished: '' };
  let answer: (answer: LoopbackAnswer) => void = () => undefined;
  const flow = systemBrowserFlow({
    begin: async ({ redirectUri = '' }) => {
      seen.redirectUri = redirectUri;
      const finish = async (url: string) => {
        seen.finished = url;
        return refused;
      };
      return { ok: true, value: { url: PAGE, isElsewhere: false, state: 'mine', finish } };
    },
    openLoopback: async ({ path = '', signal }) => {
      seen.path = path;
      return {
        redirectUri: `http://localhost:8433${path}`,
        answerTo: (state) => {
          seen.state = state;
          return new Promise((resolve) => {
            answer = resolve;
            signal.addEventListener('abort', () => resolve({ kind: 'cancelled' }));
          });
        },
        close: () => {
          seen.closed += 1;
        },
      };
    },
    openExternal: async (address) => void opened.push(address),
    ...change,
  });
  return { flow, opened, seen, answer: (given: LoopbackAnswer) => answer(given) };
}

describe("a sign-in in the system's browser", () => {
  it('opens the page, waits for the answer to its own state, and trades the code', async () => {
    const { flow, opened, seen, answer } = setUp();
    const { job, hints } = aJob({ ticket: aTicket(aConnection({ redirectUri: 'http://localhost:8400/back' })) });
    const { exchange } = flow(job);
    await settle();
    expect(opened).toEqual([PAGE]);
    expect(seen).toMatchObject({ state: 'mine', path: '/back', redirectUri: 'http://localhost:8433/back' });
    answer({ kind: 'answered', url: 'http://localhost:8433/back?code=c&state=mine' });
    expect(await exchange).toBe(refused);
    expect(seen).toMatchObject({ finished: 'http://localhost:8433/back?code=c&state=mine', closed: 1 });
    expect(hints).toEqual([{ kind: 'none' }]);
  });

  it('tells the address, and opens nothing, where no browser may be opened', async () => {
    const { flow, opened, answer } = setUp();
    const { job, hints } = aJob({ opensBrowser: false });
    const { exchange } = flow(job);
    await settle();
    expect(opened).toEqual([]);
    expect(hints).toEqual([{ kind: 'address', address: PAGE }]);
    answer({ kind: 'answered', url: 'http://localhost:8433/?code=c&state=mine' });
    expect(await exchange).toBe(refused);
  });

  it('listens before the browser is opened, which may be quicker than the app', async () => {
    const { flow, seen } = setUp({
      openExternal: async () => {
        expect(seen.state).toBe('mine');
      },
    });
    flow(aJob().job);
    await settle();
    expect.assertions(1);
  });

  it('opens the page again when it is looked for', async () => {
    const { flow, opened } = setUp();
    const running = flow(aJob().job);
    await settle();
    expect(await running.show()).toBe(true);
    expect(opened).toEqual([PAGE, PAGE]);
  });

  it('gives the address to copy while no browser can be opened', async () => {
    let broken = true;
    const { flow, answer } = setUp({
      openExternal: () => (broken ? Promise.reject(new Error('no browser')) : Promise.resolve()),
    });
    const { job, hints } = aJob();
    const running = flow(job);
    await settle();
    expect(hints.at(-1)).toEqual({ kind: 'address', address: PAGE });
    expect(await running.show()).toBe(false);
    broken = false;
    expect(await running.show()).toBe(true);
    expect(hints.at(-1)).toEqual({ kind: 'none' });
    answer({ kind: 'answered', url: 'http://localhost:8433/?code=c&state=mine' });
    expect(await running.exchange).toBe(refused);
  });

  it('ends with nothing when it is cancelled', async () => {
    const { flow, seen } = setUp();
    const { job, cancel } = aJob();
    const { exchange } = flow(job);
    await settle();
    cancel();
    expect(await exchange).toBeNull();
    expect(seen.closed).toBe(1);
  });

  it('says so when nobody came back in time, or when no port is free', async () => {
    const { flow, answer } = setUp();
    const { exchange } = flow(aJob().job);
    await settle();
    answer({ kind: 'timed-out' });
    expect(await exchange).toEqual({ ok: false, raw: own('sign-in/timed-out') });
    const full = setUp({ openLoopback: () => Promise.reject(new NoFreePortError(8400, 8999)) });
    expect(await full.flow(aJob().job).exchange).toEqual({
      ok: false,
      raw: own('sign-in/no-port'),
    });
    expect(full.opened).toEqual([]);
  });

  it('opens nothing when the sign-in page cannot be found', async () => {
    const offline = { ok: false, raw: { kind: 'network', code: 'ENOTFOUND' } } as const;
    const { flow, opened, seen } = setUp({ begin: async () => offline });
    expect(await flow(aJob().job).exchange).toBe(offline);
    expect(opened).toEqual([]);
    expect(seen.closed).toBe(1);
  });
});

describe('a sign-in page on another host', () => {
  it("is not for the system's browser, which opens nothing that a server names elsewhere", async () => {
    const finish = async () => refused;
    const value = { url: 'https://login.elsewhere.example/authorize', isElsewhere: true, state: 'mine', finish };
    const { flow, opened, seen } = setUp({ begin: async () => ({ ok: true, value }) });
    expect(await flow(aJob().job).exchange).toMatchObject({
      ok: false,
      raw: { failure: { code: 'request/invalid', detail: { kind: 'value' } } },
    });
    expect(opened).toEqual([]);
    expect(seen.closed).toBe(1);
  });
});

describe('the redirect URI of a free port', () => {
  it.each([
    ['http://localhost:8400/', 'http://localhost:8433/'],
    ['http://localhost', 'http://localhost:8433'],
    ['http://localhost/', 'http://localhost:8433/'],
    ['http://localhost:5000/a/b?c=d', 'http://localhost:8433/a/b?c=d'],
  ])('%s is as it is registered but for the port', (registered, expected) => {
    expect(withPortOf('http://localhost:8433/', registered)).toBe(expected);
  });
});
