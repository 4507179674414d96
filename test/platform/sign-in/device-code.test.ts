import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/core/model/exchange';
import type { DeviceCode, DeviceCodeJob } from '../../../src/platform/msal/device-code';
import { deviceCodeFlow } from '../../../src/platform/sign-in/device-code';
import { aJob, refused } from '../../main/sign-in/support';

const CODE: DeviceCode = { userCode: 'ABC234XYZ', verificationUri: 'https://login.example/device', expiresAt: 0 };

/** A server that gives a code, and ends when the test says. */
function setUp(openExternal: (address: string) => Promise<void> = async () => undefined) {
  let end: (exchange: Exchange) => void = () => undefined;
  const signIn = ({ show, signal }: DeviceCodeJob) => {
    show(CODE);
    return new Promise<Exchange>((resolve) => {
      end = resolve;
      signal.addEventListener('abort', () => resolve({ ok: false, raw: { kind: 'network', code: 'ABORTED' } }));
    });
  };
  return { flow: deviceCodeFlow({ signIn, openExternal }), end: (exchange: Exchange) => end(exchange) };
}

describe('a sign-in with a device code', () => {
  it('tells the code, and ends as the server says', async () => {
    const { flow, end } = setUp();
    const { job, hints } = aJob();
    const { exchange } = flow(job);
    expect(hints).toEqual([{ kind: 'code', code: CODE }]);
    end(refused);
    expect(await exchange).toBe(refused);
  });

  it('ends with nothing when it is cancelled', async () => {
    const { job, cancel } = aJob();
    const { exchange } = setUp().flow(job);
    cancel();
    expect(await exchange).toBeNull();
  });

  it("opens the page for the code only when it is asked to, and says when it can't", async () => {
    const opened: string[] = [];
    const running = setUp(async (address) => void opened.push(address)).flow(aJob().job);
    expect(opened).toEqual([]);
    expect(await running.show()).toBe(true);
    expect(opened).toEqual([CODE.verificationUri]);
    const broken = setUp(() => Promise.reject(new Error('no browser'))).flow(aJob().job);
    expect(await broken.show()).toBe(false);
  });
});
