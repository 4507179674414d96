import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/core/connection';
import type { KeeperApi, SignInTicket } from '../../src/core/keeper-api';
import type { Exchange } from '../../src/core/ports';
import type { SignInOutcome } from '../../src/main/sign-in-window';
import { type SignInPorts, SignIns } from '../../src/main/sign-ins';
import { aConnection, settle } from './support';

const refused: Exchange = { ok: false, raw: { kind: 'authorize', error: 'access_denied', description: '' } };

/** A window and a keeper's ticket that note what becomes of them. */
function setUp(change: Partial<SignInPorts> = {}) {
  const connection: Connection = aConnection();
  const seen: string[] = [];
  const windows: { focused: number; end(outcome: SignInOutcome): void }[] = [];
  const ticket: SignInTicket = {
    connection,
    credential: { kind: 'secret', clientSecret: 'secret' },
    loginHint: null,
    complete: async (exchange) => {
      seen.push(exchange.ok ? 'completed' : `completed with ${exchange.raw.kind}`);
      return { ok: true, value: connection };
    },
    cancel: () => seen.push('cancelled'),
  };
  const keeper: Pick<KeeperApi, 'beginSignIn'> = { beginSignIn: async () => ({ ok: true, value: ticket }) };
  const signIns = new SignIns({
    keeper,
    begin: async () => ({ ok: true, value: { url: 'https://login.example/', finish: async () => refused } }),
    openWindow: () => {
      let end: (outcome: SignInOutcome) => void = () => undefined;
      const outcome = new Promise<SignInOutcome>((resolve) => {
        end = resolve;
      });
      const window = { focused: 0, end };
      windows.push(window);
      return {
        outcome,
        focus: () => {
          window.focused += 1;
        },
        close: () => end({ kind: 'closed' }),
      };
    },
    practiceOriginFor: async () => null,
    ...change,
  });
  return { seen, signIns, windows };
}

describe('a sign-in', () => {
  it('hands the answer of the sign-in page to the keeper', async () => {
    const { seen, signIns, windows } = setUp();
    const result = signIns.signIn('a');
    await settle();
    windows[0]?.end({ kind: 'redirected', url: 'http://localhost:8400/?error=access_denied' });
    expect(await result).toEqual({ ok: true, value: { signedIn: true } });
    expect(seen).toEqual(['completed with authorize']);
    expect(signIns.anyOpen).toBe(false);
  });

  it('tells the keeper why a page could not be reached', async () => {
    const { seen, signIns, windows } = setUp();
    const result = signIns.signIn('a');
    await settle();
    windows[0]?.end({ kind: 'unreachable', code: 'ERR_NAME_NOT_RESOLVED' });
    await result;
    expect(seen).toEqual(['completed with network']);
  });

  it('is cancelled, and no failure, when the window is closed', async () => {
    const { seen, signIns } = setUp();
    const result = signIns.signIn('a');
    await settle();
    signIns.cancel('a');
    expect(await result).toEqual({ ok: true, value: { signedIn: false } });
    expect(seen).toEqual(['cancelled']);
  });

  it('opens no window when it is cancelled before there is one', async () => {
    const { seen, signIns, windows } = setUp({
      begin: ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => resolve({ ok: false, raw: { kind: 'network', code: 'ABORTED' } }));
        }),
    });
    const result = signIns.signIn('a');
    await settle();
    signIns.cancel('a');
    expect(await result).toEqual({ ok: true, value: { signedIn: false } });
    expect(windows).toEqual([]);
    expect(seen).toEqual(['cancelled']);
  });

  it('is one for each connection: a second request looks at the first', async () => {
    const { signIns, windows } = setUp();
    const both = [signIns.signIn('a'), signIns.signIn('a')];
    await settle();
    void signIns.signIn('a');
    expect(windows).toHaveLength(1);
    expect(windows[0]?.focused).toBe(1);
    windows[0]?.end({ kind: 'closed' });
    expect(await Promise.all(both)).toEqual(Array(2).fill({ ok: true, value: { signedIn: false } }));
  });

  it('gives the ticket back when something of our own breaks', async () => {
    const { seen, signIns } = setUp({ practiceOriginFor: () => Promise.reject(new Error('no port')) });
    await expect(signIns.signIn('a')).rejects.toThrow('no port');
    expect(seen).toEqual(['cancelled']);
    expect(signIns.anyOpen).toBe(false);
  });
});
