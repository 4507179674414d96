import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Keeper } from '../../src/core/keeper/keeper';
import type { SavedState } from '../../src/core/storage/ports';
import type { NotificationInWords } from '../../src/core/wording/notification-words';
import { NotificationBoard } from '../../src/main/notifications/notification-board';
import { notificationView } from '../../src/main/notifications/notification-view';
import { trayFaceOf } from '../../src/main/tray/tray-menu';
import { skewView, troubleView, viewsOf } from '../../src/main/wording/views';
import { createConnectionsFile } from '../../src/platform/files/connections-file';
import { CONTOSO, World } from '../core/world';
import { check, SECRETS } from './target';

/** Lends a folder, and removes it with all that is in it. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'ptt-fuzz-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Everything that a person is shown of a keeper. */
export function shownOf(keeper: Keeper, notifications: readonly NotificationInWords[] = []): unknown {
  const memory = { current: () => ({ lastCopied: null, notifications: [] }), change: () => undefined };
  const board = new NotificationBoard(keeper, memory, () => undefined);
  for (const notification of notifications) board.raise(notification);
  return [
    viewsOf(keeper),
    trayFaceOf(keeper, keeper.connections().at(-1)?.id ?? null),
    troubleView(keeper.appTrouble()),
    skewView(keeper.clockSkew()),
    keeper.connections().map(({ id }) => keeper.exportedTokens(id)),
    notifications,
    board.list().map(notificationView),
  ];
}

/** Whether a state can be saved and is loaded again as it was. */
export async function checkLoadable(state: SavedState | null): Promise<void> {
  if (state === null) return;
  await inFolder(async (folder) => {
    await createConnectionsFile(folder).save(state);
    const { kind } = await createConnectionsFile(folder).load();
    check(kind === 'loaded', `what was saved is ${kind}`);
  });
}

/** A world whose one connection holds the secrets that are looked for. */
export async function secretWorld(): Promise<{ world: World; keeper: Keeper; id: string }> {
  const world = new World();
  const keeper = world.keeper();
  await keeper.start();
  const credential = { kind: 'secret', clientSecret: SECRETS.clientSecret } as const;
  const added = await keeper.add(CONTOSO, credential);
  if (!added.ok) throw new Error(added.failure.code);
  const { id } = added.value;
  const ticket = await keeper.beginSignIn(id);
  if (!ticket.ok) throw new Error(ticket.failure.code);
  const { accessToken, refreshToken } = SECRETS;
  await ticket.value.complete({ ok: true, tokens: world.issue({ accessToken, refreshToken }) });
  return { world, keeper, id };
}

function jwt(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part(claims)}.${part('signature')}`;
}

/** What Entra ID replies to an exchange that goes well. */
export function goodReply(clientId: string): Record<string, unknown> {
  // Who has signed in in `World`.
  const who = { oid: 'oid-1', tid: 'tid-1', preferred_username: 'ada@contoso.com' };
  return {
    token_type: 'Bearer',
    scope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    expires_in: 3599,
    access_token: jwt({ ...who, amr: ['pwd', 'mfa'], aud: 'x', scp: 'user_impersonation' }),
    refresh_token: `1.${'n3wT0ken'.repeat(20)}`,
    id_token: jwt({ ...who, aud: clientId }),
    client_info: Buffer.from(JSON.stringify({ uid: 'oid-1', utid: 'tid-1' })).toString('base64url'),
  };
}

/** What an authority says of its endpoints. */
export function goodDiscovery(base: string): Record<string, unknown> {
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
}
