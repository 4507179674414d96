import { expect, test } from 'vitest';
import { notificationOf } from '../../../src/core/expiry/notifications';
import type { Connection, HeldToken } from '../../../src/core/model/connection';
import type { NotificationReason } from '../../../src/core/model/event';
import { DAY } from '../../../src/core/model/time';
import { ConnectionStore } from '../../../src/core/storage/connection-store';
import { blankConnection } from '../../../src/core/storage/rebuild';
import { CONTOSO, NEW_YEAR } from '../world';

const TOKEN: HeldToken = {
  ...{ serial: 1, issuedAt: NEW_YEAR, signedInAt: NEW_YEAR, lifetime: 90 * DAY, hasMfa: true },
  account: { username: 'ada@contoso.com', objectId: 'oid', tenantId: 'tid' },
};
const CONNECTION: Connection = {
  ...blankConnection({ ...CONTOSO, id: '1'.repeat(32), createdAt: NEW_YEAR }),
  token: TOKEN,
};

/** What is told of a notification that is noted while the file is being written, and of which this happens meanwhile. */
async function toldAfter(reason: NotificationReason, meanwhile: (store: ConnectionStore) => void): Promise<number> {
  let write = () => {};
  const written = new Promise<void>((resolve) => {
    write = resolve;
  });
  const store = new ConnectionStore(
    { load: async () => ({ kind: 'missing' }), save: () => written },
    () => ({ now: () => NEW_YEAR }),
    { set: () => () => undefined },
    () => undefined,
  );
  let told = 0;
  store.listen(({ type }) => {
    if (type === 'notification') told += 1;
  });
  store.fill({ connections: [CONNECTION], unsettled: [], exportedTokens: [] }, true);
  store.change(CONNECTION.id, { notificationsRaised: ['lifetime:0'] });
  const notified = store.notify(notificationOf(CONNECTION, reason, NEW_YEAR));
  meanwhile(store);
  write();
  await notified;
  return told;
}

const EXPIRED = { kind: 'lifetime', threshold: 0 } as const;
const SIGN_IN = { kind: 'sign-in', threshold: 7 } as const;
const CREDENTIAL = { kind: 'credential', threshold: 7 } as const;
const refreshed = (store: ConnectionStore) =>
  store.change(CONNECTION.id, { token: { ...TOKEN, serial: 2, issuedAt: NEW_YEAR + DAY } });
const signedIn = (store: ConnectionStore) =>
  store.change(CONNECTION.id, { token: { ...TOKEN, issuedAt: NEW_YEAR + DAY, signedInAt: NEW_YEAR + DAY } });

test('a notification is told once it is on disk', async () => {
  for (const reason of [EXPIRED, SIGN_IN, CREDENTIAL]) expect(await toldAfter(reason, () => undefined)).toBe(1);
});

test('one about a token is told no more when a newer one has come meanwhile, and others are', async () => {
  expect(await toldAfter(EXPIRED, refreshed)).toBe(0);
  for (const reason of [SIGN_IN, CREDENTIAL]) expect(await toldAfter(reason, refreshed)).toBe(1);
});

test('one about the end of a sign-in is told no more after another sign-in', async () => {
  expect(await toldAfter(SIGN_IN, signedIn)).toBe(0);
});

test('nothing is told of a connection that has been removed meanwhile', async () => {
  for (const reason of [EXPIRED, SIGN_IN, CREDENTIAL])
    expect(await toldAfter(reason, (store) => store.beginRemoval(CONNECTION.id))).toBe(0);
});
