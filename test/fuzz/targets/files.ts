import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import * as v from 'valibot';
import { askKeeper } from '../../../src/agent/client';
import { appSettingsSchema } from '../../../src/core/model/settings';
import { DAY, HOUR } from '../../../src/core/model/time';
import { openCredential, openToken } from '../../../src/core/storage/envelope';
import { HistoryLog } from '../../../src/core/storage/history-log';
import { joinSecret, readPart, splitSecret } from '../../../src/core/storage/secret-parts';
import { SettingsStore } from '../../../src/main/system/settings-store';
import { createConnectionsFile } from '../../../src/platform/files/connections-file';
import { createHistoryFile } from '../../../src/platform/files/history-file';
import { systemTimers } from '../../../src/platform/system/timers';
import { entraError, World } from '../../core/world';
import { hostileText, mutated, mutatedJson, toJson } from '../mutate';
import { checkLoadable, inFolder, secretWorld, shownOf } from '../support';
import { check, type Target } from '../target';

/** What a keeper leaves that has a trouble, a limit that was learned, and a token that went out. */
const { world, keeper, id } = await secretWorld();
await keeper.exportRefreshToken(id, 'file');
world.server = () =>
  entraError(70043, 'invalid_grant', 'It expired, and the maximum allowed lifetime for this request is 604800.');
await keeper.refresh(id);
await keeper.stop();
const ENTRIES = [...world.keychain.values];
const STATE = world.saved;
if (STATE === null) throw new Error('nothing was saved');
const FILE = await inFolder(async (folder) => {
  await createConnectionsFile(folder).save(STATE);
  return JSON.parse(readFileSync(join(folder, 'connections.json'), 'utf8'));
});
const HISTORY = world.histories ?? [];

/** Lets a keeper live for an hour in what a world holds, and looks at all that it shows. */
async function live(changed: World): Promise<unknown> {
  const alive = changed.keeper();
  await alive.start();
  const atOnce = shownOf(alive, changed.notifications);
  await changed.pass(HOUR);
  for (const connection of alive.connections()) await alive.refresh(connection.id);
  const later = shownOf(alive, changed.notifications);
  await alive.stop();
  // Once a minute, however short a life is named.
  check(changed.redeemed.length <= 70 * (alive.connections().length + 1), 'a storm of exchanges');
  await checkLoadable(changed.saved);
  return [atOnce, later, changed.saved, changed.histories, changed.events];
}

const connectionsFile: Target<Buffer> = {
  name: 'connections-file',
  input: mutatedJson([FILE]),
  feed: (bytes) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'connections.json'), bytes);
      const found = new World();
      found.now += DAY;
      found.loads = await createConnectionsFile(folder).load();
      for (const [account, value] of ENTRIES) found.keychain.values.set(account, value);
      return live(found);
    }),
};

/** Entries of the keychain, and whether the file is there that names them. */
const keychain: Target<{ readonly entries: readonly (readonly [string, string])[]; readonly hasFile: boolean }> = {
  name: 'keychain-entries',
  input: fc.record({
    entries: fc.oneof(
      mutated([ENTRIES], 3, hostileText).map((entries) => textsIn(entries)),
      fc.tuple(...ENTRIES.map((entry) => mutatedEntry(entry))),
    ),
    hasFile: fc.boolean(),
  }),
  async feed({ entries, hasFile }) {
    const found = new World();
    found.now += DAY;
    if (hasFile) found.saved = STATE;
    for (const [account, value] of entries) {
      found.keychain.values.set(account, value);
      readPart(value);
      openToken(id, value);
      openCredential(id, value);
    }
    joinSecret(entries.flatMap(([, value]) => readPart(value) ?? []));
    return live(found);
  },
};

function textsIn(entries: unknown): [string, string][] {
  const list: unknown[] = Array.isArray(entries) ? entries : [];
  return list.flatMap((entry) => {
    const [account, value]: unknown[] = Array.isArray(entry) ? entry : [];
    return typeof account === 'string' && typeof value === 'string' ? [[account, value]] : [];
  });
}

/** An envelope that was changed and sealed again: whoever can write the keychain can make the sums right. */
function mutatedEntry([account, value]: readonly [string, string]): fc.Arbitrary<[string, string]> {
  const part = readPart(value);
  if (part?.count !== 1) return fc.constant([account, value]);
  return mutated([JSON.parse(part.chunk)], 2).map((envelope) => {
    const [entry = ''] = splitSecret(toJson(envelope), part.serial);
    return [account, entry];
  });
}

const historyFile: Target<readonly Buffer[]> = {
  name: 'history-file',
  input: fc.array(fc.oneof(...HISTORY.map((line) => mutatedJson([JSON.parse(line)]))), { maxLength: 8 }),
  feed: (lines) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'history.jsonl'), Buffer.concat(lines.flatMap((line) => [line, Buffer.from('\n')])));
      const log = new HistoryLog(createHistoryFile(folder), systemTimers);
      const before = await log.read(id);
      for (const { at, last, code } of before) {
        new Date(at).toISOString();
        new Date(last).toISOString();
        check(code.length <= 80, 'a code without bounds');
      }
      log.hear({ type: 'history', id, event: { kind: 'copy', at: 1, took: 0, code: '' } });
      log.hear({ type: 'removed', id: 'f'.repeat(32) });
      await log.stop();
      const after = await log.read(id);
      check(after.at(-1)?.kind === 'copy', 'a new entry is lost');
      return [before, after];
    }),
};

const SETTINGS = {
  clearClipboardAfter: 60_000,
  copyShortcut: { accelerator: 'CommandOrControl+Alt+T', connectionId: id },
  theme: 'dark',
  agentSocket: true,
  tokenRequests: 'never',
  tokenGrants: [{ connectionId: id, program: '/usr/bin/node', parent: '/usr/bin/bash' }],
};

const settingsFile: Target<Buffer> = {
  name: 'settings-file',
  input: mutatedJson([SETTINGS]),
  feed: (bytes) =>
    inFolder(async (folder) => {
      writeFileSync(join(folder, 'settings.json'), bytes);
      const store = await SettingsStore.open(folder);
      const found = store.current();
      check(v.is(appSettingsSchema, found), 'settings that are none');
      check(store.change({ theme: 'light' }), 'settings that cannot be changed');
      const again = (await SettingsStore.open(folder)).current();
      check(again.theme === 'light', 'a setting that is not kept');
      return [found, again];
    }),
};

/** Where the keeper listens, as a file says it. */
const agentNote: Target<Buffer> = {
  name: 'agent-note',
  input: mutatedJson([{ address: '/nowhere', key: 'ab'.repeat(32) }]),
  feed: (bytes) =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'agent'), { mode: 0o700 });
      writeFileSync(join(folder, 'agent', 'agent.json'), bytes);
      chmodSync(join(folder, 'agent', 'agent.json'), 0o600);
      const asked = await askKeeper(folder, { kind: 'who' }, { toBegin: 200, toAnswer: 200 });
      check(asked.kind === 'nobody', `asks ${asked.kind}`);
      return asked;
    }),
};

export const fileTargets: readonly Target[] = [connectionsFile, keychain, historyFile, settingsFile, agentNote];
