import { describe, expect, it } from 'vitest';
import type { Connection, SignInMethod } from '../../../src/core/model/connection';
import type { Exchange } from '../../../src/core/model/exchange';
import { type SignInPorts, SignIns } from '../../../src/main/sign-in/sign-ins';
import type { SignInJob } from '../../../src/platform/sign-in/flow';
import { aConnection, settle } from '../support';
import { aTicket, refused } from './support';

const CODE = { userCode: 'ABC234XYZ', verificationUri: 'https://login.example/device', expiresAt: 0 };

/** A sign-in that a flow was asked for. */
interface Started {
  readonly method: SignInMethod;
  readonly job: SignInJob;
  shown: number;
  end(exchange: Exchange | null): void;
}

/** Flows that do as the test says, and a keeper that notes what becomes of its tickets. */
function setUp(change: Partial<Connection> = {}, ports: Partial<SignInPorts> = {}) {
  const connection = aConnection(change);
  const seen: string[] = [];
  const started: Started[] = [];
  const needed: string[] = [];
  const flow = (method: SignInMethod) => (job: SignInJob) => {
    let end: Started['end'] = () => undefined;
    const exchange = new Promise<Exchange | null>((resolve) => {
      end = resolve;
      job.signal.addEventListener('abort', () => resolve(null));
    });
    const entry: Started = { method, job, shown: 0, end };
    started.push(entry);
    const show = async () => {
      entry.shown += 1;
      return method !== 'device-code';
    };
    return { exchange, show };
  };
  const signIns = new SignIns({
    keeper: {
      find: (id) => (id === 'a' ? connection : null),
      nowFor: () => 0,
      beginSignIn: async () => ({ ok: true, value: aTicket(connection, seen) }),
      change: async (_, { signInMethod }) => {
        seen.push(`remembered ${signInMethod}`);
        return { ok: true, value: connection };
      },
    },
    flows: {
      'app-window': flow('app-window'),
      'system-browser': flow('system-browser'),
      'device-code': flow('device-code'),
    },
    practiceOriginFor: async () => null,
    changed: () => undefined,
    needsPanel: (id) => needed.push(id),
    ...ports,
  });
  return { seen, signIns, started, needed };
}

describe('a sign-in', () => {
  it('hands the answer of the sign-in page to the keeper', async () => {
    const { seen, signIns, started } = setUp();
    const result = signIns.signIn('a');
    await settle();
    expect(signIns.views()).toEqual([
      { connectionId: 'a', method: 'app-window', deviceCode: null, browserFailed: false, blocked: null },
    ]);
    started[0]?.end(refused);
    expect(await result).toEqual({ ok: true, value: { signedIn: true } });
    expect(seen).toEqual(['completed with known']);
    expect(signIns.anyOpen).toBe(false);
    expect(signIns.views()).toEqual([]);
  });

  it('that has its answer is not shown again while that is being kept: whoever asks anew gets another', async () => {
    let kept: () => void = () => undefined;
    const connection = aConnection({});
    const { signIns, started } = setUp(
      {},
      {
        keeper: {
          find: () => connection,
          nowFor: () => 0,
          beginSignIn: async () => ({
            ok: true,
            value: {
              ...aTicket(connection, []),
              complete: () =>
                new Promise((resolve) => {
                  kept = () => resolve({ ok: true, value: connection });
                }),
            },
          }),
          change: async () => ({ ok: true, value: connection }),
        },
      },
    );
    const first = signIns.signIn('a');
    await settle();
    started[0]?.end(refused);
    await settle();
    void signIns.signIn('a');
    await settle();
    expect(started).toHaveLength(1);
    expect(started[0]?.shown).toBe(0);
    kept();
    expect(await first).toEqual({ ok: true, value: { signedIn: true } });
    await settle();
    expect(started).toHaveLength(2);
  });

  it('is cancelled, and no failure, when the person gives up', async () => {
    const { seen, signIns } = setUp();
    const result = signIns.signIn('a');
    await settle();
    signIns.cancel('a');
    expect(await result).toEqual({ ok: true, value: { signedIn: false } });
    expect(seen).toEqual(['cancelled']);
  });

  it('starts nothing when it is cancelled beforehand', async () => {
    const { seen, signIns, started } = setUp();
    const result = signIns.signIn('a');
    signIns.cancelAll();
    expect(await result).toEqual({ ok: true, value: { signedIn: false } });
    expect(started).toEqual([]);
    expect(seen).toEqual(['cancelled']);
  });

  it('is one for each connection: a second request looks at the first', async () => {
    const { signIns, started } = setUp();
    const both = [signIns.signIn('a'), signIns.signIn('a')];
    await settle();
    void signIns.signIn('a', { method: 'app-window' });
    expect(started).toHaveLength(1);
    expect(started[0]?.shown).toBe(1);
    started[0]?.end(null);
    expect(await Promise.all(both)).toEqual(Array(2).fill({ ok: true, value: { signedIn: false } }));
  });

  it('gives the ticket back when something of our own breaks', async () => {
    const { seen, signIns } = setUp({}, { practiceOriginFor: () => Promise.reject(new Error('no port')) });
    await expect(signIns.signIn('a')).rejects.toThrow('no port');
    expect(seen).toEqual(['cancelled']);
    expect(signIns.anyOpen).toBe(false);
  });
});

describe('the way to sign in', () => {
  it("is the connection's own, unless another is asked for", async () => {
    const { signIns, started } = setUp({ signInMethod: 'system-browser' });
    void signIns.signIn('a');
    await settle();
    expect(started.map(({ method }) => method)).toEqual(['system-browser']);
  });

  it('takes the place of the one that is open when another is asked for', async () => {
    const { seen, signIns, started } = setUp();
    const first = signIns.signIn('a');
    await settle();
    const second = signIns.signIn('a', { method: 'system-browser' });
    expect(await first).toEqual({ ok: true, value: { signedIn: false } });
    await settle();
    expect(started.map(({ method }) => method)).toEqual(['app-window', 'system-browser']);
    started[1]?.end(refused);
    expect(await second).toEqual({ ok: true, value: { signedIn: true } });
    expect(seen).toEqual(['cancelled', 'completed with known', 'remembered system-browser']);
  });

  it('is remembered once it has worked, and not before', async () => {
    const { seen, signIns, started } = setUp();
    const given = signIns.signIn('a', { method: 'system-browser' });
    await settle();
    started[0]?.end(null);
    await given;
    expect(seen).toEqual(['cancelled']);
    const again = signIns.signIn('a');
    await settle();
    started[1]?.end(refused);
    await again;
    expect(seen).toEqual(['cancelled', 'completed with known']);
  });

  it('is refused in words when the application cannot take it', async () => {
    const { signIns, started } = setUp();
    expect(await signIns.signIn('a', { method: 'device-code' })).toMatchObject({
      ok: false,
      failure: { detail: { problem: 'Only a public client can sign in with a device code.' } },
    });
    expect(started).toEqual([]);
  });
});

describe('what a person has to see', () => {
  it('is shown, and the panel comes for it once', async () => {
    const { signIns, started, needed } = setUp({ application: { kind: 'public' } });
    void signIns.signIn('a', { method: 'device-code' });
    await settle();
    expect(needed).toEqual([]);
    started[0]?.job.tell({ kind: 'code', code: CODE });
    started[0]?.job.tell({ kind: 'code', code: CODE });
    expect(needed).toEqual(['a']);
    expect(signIns.views()).toMatchObject([{ method: 'device-code', deviceCode: CODE, browserFailed: false }]);
    expect(signIns.hintOf('a')).toEqual({ kind: 'code', code: CODE });
    expect(await signIns.show('a')).toBe(false);
  });

  it('is that no browser could be opened', async () => {
    const { signIns, started, needed } = setUp({ signInMethod: 'system-browser' });
    void signIns.signIn('a');
    await settle();
    started[0]?.job.tell({ kind: 'address', address: 'https://login.example/' });
    expect(needed).toEqual(['a']);
    expect(signIns.views()).toMatchObject([{ browserFailed: true, deviceCode: null }]);
    started[0]?.job.tell({ kind: 'none' });
    expect(signIns.views()).toMatchObject([{ browserFailed: false }]);
  });

  it('is that Conditional Access blocks the window, with the browser as the way to go on', async () => {
    const { signIns, started, needed } = setUp();
    void signIns.signIn('a');
    await settle();
    started[0]?.job.tell({ kind: 'blocked', code: 53000 });
    expect(needed).toEqual(['a']);
    expect(signIns.views()).toMatchObject([
      { blocked: { what: 'Conditional Access requires a compliant device.', remedy: 'sign-in-in-browser' } },
    ]);
    started[0]?.job.tell({ kind: 'none' });
    expect(signIns.views()).toMatchObject([{ blocked: null }]);
  });

  it('is the browser also for a connection that usually signs in there, when its window is blocked', async () => {
    const { signIns, started } = setUp({ signInMethod: 'system-browser' });
    void signIns.signIn('a', { method: 'app-window' });
    await settle();
    started[0]?.job.tell({ kind: 'blocked', code: 53003 });
    expect(signIns.views()).toMatchObject([{ blocked: { remedy: 'sign-in-in-browser' } }]);
  });

  it('is what the browser would need, where the application cannot sign in with it', async () => {
    const { signIns, started } = setUp({ redirectUri: 'https://app.contoso.example/back' });
    void signIns.signIn('a');
    await settle();
    started[0]?.job.tell({ kind: 'blocked', code: 53003 });
    const [view] = signIns.views();
    expect(view?.blocked?.remedy).toBe('edit-connection');
    expect(view?.blocked?.advice).toContain('a redirect URI that begins with http://localhost');
  });

  it('is nothing once the sign-in is over', async () => {
    const { signIns } = setUp();
    expect(signIns.hintOf('a')).toEqual({ kind: 'none' });
    expect(await signIns.show('a')).toBe(true);
  });
});
