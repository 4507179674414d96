import { expect, test } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../../src/core/model/time';
import { rawReply } from '../../support/raw-reply';
import { CONTOSO, CREDENTIAL, entraError, NEW_YEAR, SECRET, settle, unreachable, World } from '../world';

test('a signed-in connection has 90 days left, is fine, and its token is in the keychain only', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const connection = keeper.find(id);
  expect(connection?.token).toMatchObject({ serial: 1, issuedAt: NEW_YEAR, lifetime: 90 * DAY, hasMfa: true });
  expect(connection && keeper.statusOf(connection)).toBe('fine');
  expect(JSON.stringify(world.saved)).not.toContain('refresh-1');
  expect(JSON.stringify(world.saved)).not.toContain(SECRET);
  expect([...world.keychain.values.values()].join('')).toContain('refresh-1');
});

test('a week of daily refreshes keeps the newest token and one before it', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await world.pass(7 * DAY);
  const serial = keeper.find(id)?.token?.serial ?? 0;
  expect(serial).toBeGreaterThanOrEqual(7);
  expect(world.keychain.serials()).toEqual([serial - 1, serial]);
  expect(world.redeemed.at(-1)).toContain(`refresh-${serial - 1}-`);
  expect(world.notifications).toEqual([]);
});

test('the keeper never sleeps longer than an hour, nor asks a timer for more', async () => {
  const world = new World();
  await world.signedIn({ schedule: { kind: 'every', interval: 30 * DAY } });
  await settle();
  expect(world.sleep()).toBeLessThanOrEqual(HOUR);
});

test('a token is refreshed long after the machine slept, at the next tick', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.now += 40 * DAY;
  keeper.systemEvent('wake');
  await settle();
  expect(keeper.find(id)?.token?.issuedAt).toBe(world.now);
  expect(world.notifications).toEqual([]);
});

test('with the network away, each notification is raised once, and none after it is back', async () => {
  const world = new World();
  const { keeper } = await world.signedIn();
  world.server = unreachable;
  await world.pass(92 * DAY);
  expect(world.notifications.map(({ title }) => title)).toEqual([
    'Contoso expires in 30 days',
    'Contoso expires in 14 days',
    'Contoso expires in 7 days',
    'Contoso expires in 3 days',
    'Contoso expires in 24 hours',
    'Contoso has expired',
  ]);
  const expired = keeper.connections()[0];
  expect(expired && keeper.statusOf(expired)).toBe('expired');
});

test('a jump over several thresholds raises only the most urgent notification', async () => {
  const world = new World();
  await world.signedIn();
  world.server = unreachable;
  await world.pass(2 * DAY);
  world.now += 84 * DAY;
  await world.pass(2 * HOUR);
  expect(world.notifications.map(({ title }) => title)).toEqual(['Contoso expires in 4 days']);
});

test('a failing network is retried forever, quietly, with growing pauses', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = unreachable;
  await world.pass(10 * DAY);
  const tries = world.redeemed.length;
  expect(tries).toBeGreaterThan(9 * 24);
  expect(tries).toBeLessThan(10 * 24 * 6);
  expect(world.notifications).toEqual([]);
  expect(keeper.find(id)?.trouble?.failure.code).toBe('network/refused');
  world.server = () => ({ ok: true, tokens: world.issue() });
  keeper.systemEvent('online');
  await settle();
  expect(keeper.find(id)?.trouble).toBeNull();
  expect(keeper.find(id)?.token?.issuedAt).toBe(world.now);
});

test('Retry-After is honoured', async () => {
  const world = new World();
  await world.signedIn();
  world.server = () => ({ ok: false, raw: rawReply(429, {}, { retryAfter: String(5 * 3600) }) });
  await world.pass(3 * DAY);
  const pauses = world.redeemedAt.slice(1).map((at, index) => at - (world.redeemedAt[index] ?? 0));
  expect(pauses.length).toBeGreaterThan(5);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(5 * HOUR);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(6 * HOUR);
});

test('a revoked token stops the tries, raises one notification, and keeps the token', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => entraError(50173);
  await world.pass(5 * DAY);
  expect(world.redeemed.length).toBe(1);
  expect(world.notifications.map(({ title, remedy }) => [title, remedy])).toEqual([
    ['Contoso: action needed', 'sign-in'],
  ]);
  const connection = keeper.find(id);
  expect(connection && keeper.statusOf(connection)).toBe('person');
  expect(connection?.trouble?.failure).toMatchObject({
    code: 'AADSTS50173',
    traceId: '11111111-aaaa-bbbb-cccc-000000000000',
  });
  expect(world.keychain.serials()).toEqual([1]);
});

test('an expired secret asks for a new one, and goes on with it at once', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => entraError(7000222, 'invalid_client', 'expired', 401);
  await world.pass(2 * DAY);
  expect(world.notifications[0]?.remedy).toBe('replace-secret');
  world.server = () => ({ ok: true, tokens: world.issue() });
  expect((await keeper.replaceCredential(id, { kind: 'secret', clientSecret: `${SECRET}2` })).ok).toBe(true);
  await settle();
  expect(keeper.find(id)).toMatchObject({ trouble: null, credential: { serial: 2 } });
  expect(world.keychain.serials('client-secret')).toEqual([1, 2]);
});

test("the tenant's window is learned from the server's words", async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => entraError(700082, 'invalid_grant', 'It was issued on X and was inactive for 7.00:00:00.');
  await world.pass(2 * DAY);
  const expired = keeper.find(id);
  expect(expired?.learnedLifetime).toBe(7 * DAY);
  expect(expired && keeper.statusOf(expired)).toBe('expired');
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error('no ticket');
  await ticket.value.complete({ ok: true, tokens: world.issue() });
  expect(keeper.find(id)?.token?.lifetime).toBe(7 * DAY);
});

test('"remind me only" never exchanges by itself, and still gives notification', async () => {
  const world = new World();
  await world.signedIn({ schedule: { kind: 'remind-only' } });
  await world.pass(61 * DAY);
  expect(world.redeemed).toEqual([]);
  expect(world.notifications.map(({ title, remedy }) => [title, remedy])).toEqual([
    ['Contoso expires in 30 days', 'refresh'],
  ]);
});

test('a clock set back does not put the refresh off', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.now -= 400 * DAY;
  keeper.systemEvent('clock');
  await settle();
  expect(keeper.find(id)?.token?.serial).toBe(2);
});

test('two refreshes of one connection at the same time are one exchange', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const [first, second] = await Promise.all([keeper.refresh(id), keeper.refresh(id)]);
  expect(world.redeemed.length).toBe(1);
  expect(first).toEqual(second);
});

test('a cached access token is handed out while it lasts five minutes more, then a fresh one', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  expect(await keeper.accessToken(id, 5 * MINUTE)).toMatchObject({ ok: true, value: { accessToken: 'access-1' } });
  world.now += 54 * MINUTE;
  expect(await keeper.accessToken(id, 5 * MINUTE)).toMatchObject({ ok: true, value: { accessToken: 'access-1' } });
  world.now += 2 * MINUTE;
  expect(await keeper.accessToken(id, 5 * MINUTE)).toMatchObject({ ok: true, value: { accessToken: 'access-2' } });
});

test('another account is refused, at sign-in and at refresh, and the held token stays', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const eve = { username: 'eve@contoso.com', objectId: 'oid-2', tenantId: 'tid-1' };
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error('no ticket');
  expect(ticket.value.loginHint).toBe('ada@contoso.com');
  const swapped = await ticket.value.complete({ ok: true, tokens: world.issue({ account: eve }) });
  expect(swapped).toMatchObject({
    ok: false,
    failure: { code: 'account/other', detail: { kind: 'account', username: 'eve@contoso.com' } },
  });
  world.server = () => ({ ok: true, tokens: world.issue({ account: eve }) });
  expect(await keeper.refresh(id)).toMatchObject({ ok: false, failure: { code: 'account/other' } });
  expect(keeper.find(id)?.token).toMatchObject({ serial: 1, account: { username: 'ada@contoso.com' } });
});

test('a cancelled sign-in leaves everything as it was', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const before = keeper.find(id);
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error('no ticket');
  expect(keeper.busyOf(id)).toBe('sign-in');
  expect(await keeper.beginSignIn(id)).toMatchObject({ ok: false, failure: { code: 'sign-in/busy' } });
  ticket.value.cancel();
  expect(keeper.busyOf(id)).toBeNull();
  expect(keeper.find(id)).toEqual(before);
});

test('a failure that comes late says nothing about a token that came meanwhile', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  let answer: (exchange: ReturnType<typeof entraError>) => void = () => undefined;
  world.server = () => new Promise((resolve) => (answer = resolve));
  const refresh = keeper.refresh(id);
  await settle();
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error('no ticket');
  await ticket.value.complete({ ok: true, tokens: world.issue() });
  answer(entraError(50173));
  await refresh;
  expect(keeper.find(id)?.trouble).toBeNull();
  expect(world.notifications).toEqual([]);
});

test('a listener that throws stops nothing', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  keeper.listen(() => {
    throw new Error('listener');
  });
  expect((await keeper.refresh(id)).ok).toBe(true);
});

test('bad settings are refused in words, and nothing is kept', async () => {
  const world = new World();
  const { keeper } = await world.signedIn();
  expect(await keeper.add({ ...CONTOSO, name: 'contoso ' }, CREDENTIAL)).toMatchObject({ ok: false });
  const unseen = await keeper.add({ ...CONTOSO, name: 'Other' }, { kind: 'secret', clientSecret: 'abc\u200bdef' });
  expect(unseen).toMatchObject({
    failure: { code: 'request/invalid', detail: { problem: expect.stringContaining('zero-width space') } },
  });
  expect(keeper.connections().length).toBe(1);
  expect(world.keychain.serials('client-secret')).toEqual([1]);
});

test('a secret that is a GUID is kept, since old tools made such', async () => {
  const world = new World();
  const { keeper, id } = await world.connected();
  const clientSecret = '99999999-8888-7777-6666-555555555555';
  expect(await keeper.add({ ...CONTOSO, name: 'Other' }, { kind: 'secret', clientSecret })).toMatchObject({ ok: true });
  expect(await keeper.replaceCredential(id, { kind: 'secret', clientSecret })).toEqual({ ok: true, value: null });
});

test('settings that are corrected after a first sign-in failed leave a connection that waits for the next', async () => {
  const world = new World();
  const { keeper, id } = await world.connected();
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  await ticket.value.complete(entraError(700016, 'unauthorized_client'));
  expect(keeper.find(id)?.trouble?.failure.code).toBe('AADSTS700016');
  expect((await keeper.change(id, { clientId: '99999999-2222-3333-4444-555555555555' })).ok).toBe(true);
  await world.pass(DAY);
  const connection = keeper.find(id);
  expect(connection && keeper.statusOf(connection)).toBe('new');
  expect(world.redeemed).toEqual([]);
  expect(await keeper.history(id)).toHaveLength(2);
});

test("another resource's access token changes nothing of what is known of the connection's own", async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  world.server = () => ({ ok: true, tokens: world.issue({ hasMfa: null }) });
  expect((await keeper.accessToken(id, 5 * MINUTE, { kind: 'graph' })).ok).toBe(true);
  expect(keeper.find(id)?.token).toMatchObject({ serial: 2, hasMfa: true });
});
