import { expect, test } from 'vitest';
import { dueCredentialNotification } from '../../../src/core/expiry/credential-expiry';
import { DAY } from '../../../src/core/model/time';
import { inWords } from '../../../src/core/wording/notification-words';
import { CONTOSO, CREDENTIAL, NEW_YEAR, settle, World } from '../world';

const FACTS = { expiresAt: NEW_YEAR + 40 * DAY, thumbprint: null };

test('a client secret about to expire is told of 30, 14, 7 and 1 days before, and when it has', async () => {
  const world = new World();
  const keeper = world.keeper();
  await keeper.start();
  const added = await keeper.add({ ...CONTOSO, schedule: { kind: 'remind-only' } }, CREDENTIAL, FACTS);
  expect(added.ok).toBe(true);
  const told: [number, string][] = [];
  keeper.listen((event) => {
    if (event.type === 'notification') told.push([(world.now - NEW_YEAR) / DAY, inWords(event.notification).title]);
  });
  await world.pass(45 * DAY);
  expect(told.map(([day, title]) => [Math.round(day), title])).toEqual([
    [10, 'Contoso: client secret expires in 30 days'],
    [26, 'Contoso: client secret expires in 14 days'],
    [33, 'Contoso: client secret expires in 7 days'],
    [39, 'Contoso: client secret expires in 1 day'],
    [40, 'Contoso: client secret has expired'],
  ]);
});

test('a new expiry date starts the notifications anew, and a removed one ends them', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  await keeper.noteCredentialExpiry(id, world.now + 5 * DAY);
  await settle();
  const titles = () => world.notifications.map(({ title }) => title);
  expect(titles()).toEqual(['Contoso: client secret expires in 5 days']);
  await keeper.noteCredentialExpiry(id, world.now + 6 * DAY);
  await settle();
  expect(titles()).toHaveLength(2);
  await keeper.noteCredentialExpiry(id, null);
  await world.pass(10 * DAY);
  expect(titles()).toHaveLength(2);
});

test('a certificate is called one, and its button replaces it', async () => {
  const world = new World();
  const { keeper, id } = await world.signedIn();
  const connection = keeper.find(id);
  if (!connection?.credential) throw new Error('no credential');
  const notification = dueCredentialNotification(
    {
      ...connection,
      application: { kind: 'certificate' },
      credential: { ...connection.credential, expiresAt: world.now - DAY },
    },
    world.now,
  )?.notification;
  expect(notification && inWords(notification)).toMatchObject({
    title: 'Contoso: certificate has expired',
    remedy: 'replace-certificate',
  });
});
