import { expect, test } from 'vitest';
import { expiresAt } from '../../../src/core/expiry/lifetime';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import type { SignInLimit } from '../../../src/core/model/validity';
import type { PracticePolicy } from '../../../src/practice/tenant/contract';
import { settle } from '../../core/world';
import { obtainTokens } from '../../practice/support/cloud';
import { type KeptOverTheWire, keepOverTheWire } from './kept-over-the-wire';

/** What the tenant or the registration decides, the code that the end comes with, and what is learned from it. */
const ENDS: ReadonlyArray<readonly [string, Partial<PracticePolicy>, number, SignInLimit]> = [
  ['a sign-in frequency', { signInFrequency: 7 * DAY }, 70043, { reason: 'sign-in-frequency', span: 7 * DAY }],
  ['that of a session', { signInFrequency: 12 * HOUR }, 70044, { reason: 'sign-in-frequency', span: 12 * HOUR }],
  ['a single-page application', { spa: true }, 700084, { reason: 'single-page', span: DAY }],
];

async function signIn({ keeper, id, world, cloud }: KeptOverTheWire): Promise<void> {
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  const { refreshToken } = await obtainTokens(cloud);
  expect(await ticket.value.complete(await world.server(refreshToken))).toMatchObject({ ok: true });
}

test.each(ENDS)(
  '%s is learned, and from the next sign-in on its end is told in time and kept by every refresh',
  async (...row) => {
    const [, policy, code, signInLimit] = row;
    const kept = await keepOverTheWire({ policy });
    const { keeper, id, world, wire } = kept;
    // Entra ID gives 70044 where the practice cloud gives 70043, in the same words.
    wire.alter = (reply) =>
      Object.fromEntries(Object.entries(reply).map(([key, value]) => [key, recoded(value, code)]));
    kept.advance(signInLimit.span + HOUR);
    expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: `AADSTS${code}` } });
    expect(keeper.find(id)).toMatchObject({ learnedLifetime: null, learnedSignInLimit: signInLimit });

    await signIn(kept);
    const signedInAt = world.now;
    const since = world.notifications.length;
    const told = () => world.notifications.slice(since).map((notification) => notification.id.replace(/^.*\//, ''));
    for (let part = 1; part <= 6; part += 1) {
      kept.advance(signInLimit.span / 7);
      expect(await keeper.refresh(id)).toMatchObject({ ok: true });
      await settle();
      const connection = keeper.find(id);
      expect(connection?.token && expiresAt(connection.token)).toBe(signedInAt + signInLimit.span);
      expect(connection && keeper.statusOf(connection)).toBe(part < 5 ? 'fine' : 'soon');
    }
    expect(told()).toEqual(['sign-in:30', 'sign-in:14']);

    kept.advance(signInLimit.span / 7 + MINUTE);
    expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: `AADSTS${code}` } });
    await settle();
    expect(told()).toEqual(['sign-in:30', 'sign-in:14', 'sign-in:0']);
    expect(world.notifications.at(-1)).toMatchObject({ title: expect.stringMatching(/ has expired$/) });
    expect(world.notifications.at(-1)?.body.join(' ')).toMatch(/sign in again/i);
    const expired = keeper.find(id);
    expect(expired && keeper.statusOf(expired)).toBe('expired');
  },
);

test('an end that did not come counts from the exchange that outlived it, and a token that works is not called expired', async () => {
  const kept = await keepOverTheWire({ policy: { signInFrequency: 7 * DAY } });
  const { keeper, id, cloud, world } = kept;
  kept.advance(8 * DAY);
  await keeper.refresh(id);
  await signIn(kept);
  const signedInAt = world.now;
  cloud.setPolicy({ signInFrequency: null });
  for (const day of [3, 6]) {
    kept.advance(3 * DAY);
    expect((await keeper.refresh(id)).ok, `on day ${day}`).toBe(true);
    expect(keeper.find(id)?.token).toMatchObject({ signedInAt, signInLimit: { span: 7 * DAY } });
  }
  kept.advance(2 * DAY);
  expect((await keeper.refresh(id)).ok).toBe(true);
  const connection = keeper.find(id);
  expect(connection).toMatchObject({ learnedSignInLimit: { span: 7 * DAY }, token: { signedInAt: world.now } });
  expect(connection && keeper.statusOf(connection)).toBe('fine');
});

function recoded(value: unknown, code: number): unknown {
  if (Array.isArray(value)) return value.map((one) => (one === 70043 ? code : one));
  return typeof value === 'string' ? value.replace('AADSTS70043', `AADSTS${code}`) : value;
}
