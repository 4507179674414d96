import { describe, expect, it } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { entraError, settle, World } from '../world';

const tooOld = () => entraError(70043, 'invalid_grant', 'the maximum allowed lifetime for this request is 604800.');
const granting = (world: World) => () => ({ ok: true, tokens: world.issue({ serverTime: world.now }) }) as const;

async function signIn(world: World, keeper: Keeper, id: string) {
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  expect((await ticket.value.complete(granting(world)())).ok).toBe(true);
}

/** A connection whose tenant is known to want a sign-in every 7 days, signed in again just now. */
async function weekly(world: World) {
  const { keeper, id } = await world.signedIn();
  world.server = tooOld;
  await world.pass(2 * DAY);
  const since = world.notifications.length;
  world.server = granting(world);
  await signIn(world, keeper, id);
  return {
    keeper,
    id,
    signedInAt: world.now,
    titles: () => world.notifications.slice(since).map(({ title }) => title),
  };
}

describe('a sign-in that is good for 7 days', () => {
  it('is counted down while the token is refreshed, and notice is given before it ends and when it has', async () => {
    const world = new World();
    const { keeper, id, signedInAt, titles } = await weekly(world);
    await world.pass(4 * DAY);
    expect(keeper.find(id)).toMatchObject({
      trouble: null,
      learnedLifetime: null,
      learnedSignInLimit: { reason: 'sign-in-frequency', span: 7 * DAY },
      token: { signedInAt },
    });
    expect(titles()).toEqual([]);
    await world.pass(3 * DAY - HOUR);
    expect(titles()).toEqual([
      'Sign in to Contoso within 2 days',
      'Sign in to Contoso within 26 hours',
      'Sign in to Contoso within 13 hours',
      'Sign in to Contoso within 6 hours',
      'Sign in to Contoso within 2 hours',
    ]);
    expect(world.notifications.at(-1)).toMatchObject({
      body: [
        'This tenant requires a sign-in every 7 days.',
        "Refreshing doesn't extend it: without a sign-in, the refresh token expires.",
      ],
      remedy: 'sign-in',
    });
    const soon = keeper.find(id);
    expect(soon && keeper.statusOf(soon)).toBe('soon');
    world.server = tooOld;
    await world.pass(2 * DAY);
    expect(world.notifications.at(-1)).toMatchObject({
      title: 'Contoso has expired',
      body: [
        'This tenant requires a sign-in every 7 days.',
        'The refresh token no longer works.',
        'Sign in again to get a new one.',
      ],
      remedy: 'sign-in',
    });
    expect(titles().length).toBe(6);
    const expired = keeper.find(id);
    expect(expired && keeper.statusOf(expired)).toBe('expired');
    expect(expired?.trouble?.failure.code).toBe('AADSTS70043');
  });

  it('is not asked about more often towards its end', async () => {
    const world = new World();
    await weekly(world);
    const before = world.redeemed.length;
    await world.pass(7 * DAY);
    expect(world.redeemed.length - before).toBeLessThanOrEqual(8);
  });

  it('has its open notifications taken down by the next sign-in, and by no refresh', async () => {
    const world = new World();
    const { keeper, id, titles } = await weekly(world);
    await world.pass(6 * DAY);
    const open = world.stillSo(keeper);
    expect(open).toEqual(['Sign in to Contoso within 24 hours']);
    await keeper.refresh(id);
    expect(world.stillSo(keeper)).toEqual(open);
    await signIn(world, keeper, id);
    expect(world.stillSo(keeper)).toEqual([]);
    const told = titles().length;
    await world.pass(4 * DAY);
    expect(titles().length).toBe(told);
    await world.pass(DAY);
    expect(titles().length).toBe(told + 1);
  });

  it('is told of once, though the app is killed after the notification and the token is refreshed by the next', async () => {
    const world = new World();
    const { keeper, id, titles } = await weekly(world);
    await world.pass(5 * DAY);
    expect(titles().length).toBe(1);
    const stale = structuredClone(world.saved);
    await keeper.refresh(id);
    world.kill();
    // The token of that refresh had reached the keychain, and the file had not been written.
    world.saved = stale;
    await world.keeper().start();
    await world.pass(MINUTE);
    expect(world.saved?.connections[0]).toMatchObject({ notificationsRaised: ['sign-in:30'] });
    expect(titles().length).toBe(1);
  });

  it('is known again when the file is lost', async () => {
    const world = new World();
    const { id, signedInAt } = await weekly(world);
    await world.pass(3 * DAY);
    world.kill();
    world.saved = null;
    const keeper = world.keeper();
    await keeper.start();
    expect(keeper.find(id)).toMatchObject({
      learnedSignInLimit: { span: 7 * DAY },
      token: { signedInAt, signInLimit: { span: 7 * DAY } },
    });
  });

  it('is counted from the sign-in for a token that had to wait in memory', async () => {
    const world = new World();
    const { keeper, id, signedInAt } = await weekly(world);
    world.keychain.problem = 'locked';
    await world.pass(3 * DAY);
    world.keychain.problem = null;
    await keeper.retryStorage();
    await settle();
    expect(keeper.find(id)?.token?.signedInAt).toBe(signedInAt);
  });

  it('ends the exported tokens as well', async () => {
    const world = new World();
    const { keeper, id, signedInAt } = await weekly(world);
    await world.pass(3 * DAY);
    const copied = await keeper.exportRefreshToken(id, 'file');
    expect(copied).toMatchObject({ ok: true, value: { expiresAt: signedInAt + 7 * DAY } });
  });

  it('is unknown of a token that was imported, which counts from the import', async () => {
    const world = new World();
    const { keeper, id } = await weekly(world);
    await world.pass(3 * DAY);
    const imported = await keeper.importToken(id, `0.AX${'y'.repeat(600)}`);
    expect(imported.ok).toBe(true);
    expect(keeper.find(id)?.token?.signedInAt).toBe(world.now);
  });

  it('counts anew from a refresh that shows that it was not over', async () => {
    const world = new World();
    const { keeper, id } = await weekly(world);
    await world.pass(7 * DAY + 11 * MINUTE);
    const connection = keeper.find(id);
    expect(connection).toMatchObject({ learnedSignInLimit: { span: 7 * DAY }, trouble: null, notificationsRaised: [] });
    expect(connection && keeper.statusOf(connection)).toBe('fine');
    expect(connection?.token?.signedInAt).toBe(connection?.token?.issuedAt);
  });
});

describe('a registration as a single-page application', () => {
  it('is told of before the 24 hours end, with both ways out', async () => {
    const world = new World();
    const { keeper, id } = await world.signedIn();
    world.server = () => entraError(700084);
    await world.pass(DAY);
    expect(world.notifications.at(-1)).toMatchObject({ title: 'Contoso has expired', remedy: 'open-app-registration' });
    world.server = granting(world);
    await signIn(world, keeper, id);
    await world.pass(17 * HOUR);
    expect(world.notifications.at(-1)).toMatchObject({
      title: 'Sign in to Contoso within 8 hours',
      remedy: 'sign-in',
    });
    expect(world.notifications.at(-1)?.body).toEqual([
      expect.stringMatching(/every 24 hours\.$/),
      "Refreshing doesn't extend it: without a sign-in, the refresh token expires.",
      expect.stringMatching(/move the redirect URI to the platform "Web"/),
    ]);
  });
});
