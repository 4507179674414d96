import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DBusConnection } from './dbus-connection';

const PASSWORD = 'test';
const NAME = 'org.freedesktop.secrets';
const ROOT = '/org/freedesktop/secrets';
const COLLECTION = `${ROOT}/collection/login`;
const OUR_SERVICE = 'Partner Token Tray';
/** No service folders: nobody can be started to ask for a password, so a locked keyring stays locked instead of waiting for a window. */
const bus = (socket: string) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** A real gnome-keyring on a bus of its own, in a folder that is thrown away. */
export interface SecretService {
  /** What a process needs to meet this keyring and no other. Lay it over `process.env`. */
  readonly env: Record<string, string>;
  /** The folder that `env` calls home. */
  readonly folder: string;
  /** Locks the keyring. Nobody is there to ask for its password, so what needs it is refused. */
  lock(): Promise<void>;
  unlock(): Promise<void>;
  /** Every entry of a service name (ours, unless told), read over D-Bus with no code of the app and none of libsecret. */
  entries(service?: string): Promise<Array<{ account: string; value: string }>>;
  /** Stops the daemon in its tracks: it stays on the bus and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** Ends the daemon: nobody is left on the bus. */
  vanish(): Promise<void>;
  stop(): Promise<void>;
}

/** `none`: a bus with nobody on it. `never-set-up`: a keyring that has not been given a password yet. */
export interface SecretServiceOptions {
  readonly keyring?: 'unlocked' | 'none' | 'never-set-up';
}

/** Starts a throw-away Secret Service. Needs the Debian packages `dbus` and `gnome-keyring`, and nothing of a desktop. */
export async function startSecretService(options: SecretServiceOptions = {}): Promise<SecretService> {
  const keyring = options.keyring ?? 'unlocked';
  const folder = await mkdtemp(join(tmpdir(), 'ptt-keyring-'));
  const socket = join(folder, 'bus');
  const env = await layOut(folder, socket);
  const children: ChildProcess[] = [];
  const killAll = () => {
    for (const child of children) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  const stop = async () => {
    process.off('exit', killAll);
    await Promise.all(children.reverse().map(end));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await writeFile(join(folder, 'bus.conf'), bus(socket));
    children.push(start('dbus-daemon', [`--config-file=${join(folder, 'bus.conf')}`, '--nofork', '--nopidfile'], env));
    const connection = await eventually('the bus', () => DBusConnection.open(socket));
    if (keyring === 'none') return service(connection, env, folder, undefined, stop);
    const unlock = keyring === 'unlocked' ? ['--unlock'] : [];
    const daemon = start('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...unlock], env);
    children.push(daemon);
    daemon.stdin?.end(PASSWORD);
    await eventually('the keyring', () => (unlock.length > 0 ? isUnlocked(connection) : hasOwner(connection)));
    return service(connection, env, folder, daemon, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function layOut(folder: string, socket: string): Promise<Record<string, string>> {
  const env: Record<string, string> = {
    DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}`,
    HOME: folder,
    XDG_DATA_HOME: join(folder, 'data'),
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    XDG_RUNTIME_DIR: join(folder, 'run'),
  };
  for (const [name, path] of Object.entries(env)) if (name.startsWith('XDG_')) await mkdir(path, { mode: 0o700 });
  return env;
}

function service(
  connection: DBusConnection,
  env: Record<string, string>,
  folder: string,
  daemon: ChildProcess | undefined,
  stop: () => Promise<void>,
): SecretService {
  return {
    env,
    folder,
    lock: async () => {
      await callService(connection, 'Lock', ['ao', [COLLECTION]]);
    },
    unlock: () => unlock(connection),
    entries: (name = OUR_SERVICE) => readWhole(connection, name),
    freeze: () => void daemon?.kill('SIGSTOP'),
    thaw: () => void daemon?.kill('SIGCONT'),
    vanish: async () => {
      if (daemon) await end(daemon);
    },
    stop: async () => {
      daemon?.kill('SIGCONT');
      connection.close();
      await stop();
    },
  };
}

function callService(
  connection: DBusConnection,
  member: string,
  args: readonly [string, ...unknown[]],
  face = 'org.freedesktop.Secret.Service',
): Promise<unknown[]> {
  return connection.call({ destination: NAME, path: ROOT, interface: face, member, arguments: args });
}

async function openSession(connection: DBusConnection): Promise<unknown> {
  const [, session] = await callService(connection, 'OpenSession', ['sv', 'plain', { signature: 's', value: '' }]);
  return session;
}

/** GNOME's own side door for a login screen: the only way in without a prompter. */
async function unlock(connection: DBusConnection): Promise<void> {
  const secret = [await openSession(connection), Buffer.alloc(0), Buffer.from(PASSWORD), 'text/plain'];
  const face = 'org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface';
  await callService(connection, 'UnlockWithMasterPassword', ['o(oayays)', COLLECTION, secret], face);
}

/** Reads again when an entry went while it was being read. */
async function readWhole(connection: DBusConnection, name: string): Promise<Array<{ account: string; value: string }>> {
  for (let triesLeft = 5; ; triesLeft -= 1) {
    try {
      return await readEntries(connection, name);
    } catch (error) {
      if (triesLeft === 0 || !String(error).includes('DBus.Error.Unknown')) throw error;
    }
  }
}

async function readEntries(
  connection: DBusConnection,
  name: string,
): Promise<Array<{ account: string; value: string }>> {
  const session = await openSession(connection);
  const [open, locked] = await callService(connection, 'SearchItems', ['a{ss}', [['service', name]]]);
  if (Array.isArray(locked) && locked.length > 0) throw new Error('the keyring is locked');
  const items: unknown[] = Array.isArray(open) ? open : [];
  const entries: Array<{ account: string; value: string }> = [];
  for (const path of items) {
    const item = { destination: NAME, path: String(path) };
    const get = { ...item, interface: 'org.freedesktop.DBus.Properties', member: 'Get' };
    const [attributes] = await connection.call({
      ...get,
      arguments: ['ss', 'org.freedesktop.Secret.Item', 'Attributes'],
    });
    const face = { interface: 'org.freedesktop.Secret.Item', member: 'GetSecret' };
    const [secret] = await connection.call({ ...item, ...face, arguments: ['o', session] });
    entries.push({ account: attributeOf(attributes, 'account'), value: textOf(secret) });
  }
  return entries.sort((a, b) => (a.account < b.account ? -1 : 1));
}

function attributeOf(attributes: unknown, name: string): string {
  const found = Array.isArray(attributes)
    ? attributes.find((entry: unknown) => Array.isArray(entry) && entry[0] === name)
    : undefined;
  return Array.isArray(found) ? String(found[1]) : '';
}

function textOf(secret: unknown): string {
  const value: unknown = Array.isArray(secret) ? secret[2] : undefined;
  if (!(value instanceof Uint8Array)) throw new Error('a secret has no value');
  return Buffer.from(value).toString('utf8');
}

async function isUnlocked(connection: DBusConnection): Promise<void> {
  const properties = { path: COLLECTION, interface: 'org.freedesktop.DBus.Properties', member: 'Get' };
  const args = ['ss', 'org.freedesktop.Secret.Collection', 'Locked'] as const;
  const [locked] = await connection.call({ destination: NAME, ...properties, arguments: args });
  if (locked !== false) throw new Error('the keyring is locked');
}

async function hasOwner(connection: DBusConnection): Promise<void> {
  const name = 'org.freedesktop.DBus';
  const call = { destination: name, path: '/org/freedesktop/DBus', interface: name, member: 'NameHasOwner' };
  const [owned] = await connection.call({ ...call, arguments: ['s', NAME] });
  if (owned !== true) throw new Error('nobody owns the name');
}

function start(command: string, args: readonly string[], env: Record<string, string>): ChildProcess {
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Both are reported by the wait for the bus or the keyring, which then never answers.
  child.on('error', () => child.kill());
  child.stdin?.on('error', () => child.kill());
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

async function eventually<T>(what: string, attempt: () => Promise<T>): Promise<T> {
  let last: unknown;
  for (let tries = 0; tries < 400; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      last = error;
      await wait(25);
    }
  }
  throw new Error(`${what} did not come up; are the packages dbus and gnome-keyring there?`, { cause: last });
}
