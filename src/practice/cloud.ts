import { randomBytes } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { control } from './control';
import {
  addCertificate,
  addSecret,
  endCredential,
  listCredentials,
  removeCredential,
  setRoles,
} from './oauth/credentials';
import { changePolicy } from './oauth/policy';
import { revokeRefreshTokens } from './oauth/refresh-tokens';
import type { World } from './oauth/world';
import { serve } from './serve';
import { PracticeClock } from './tenant/clock';
import type { PracticeCloud, PracticeOptions, PracticeVault } from './tenant/contract';
import { findUser, PARTNER } from './tenant/directory';
import { FaultBook } from './tenant/faults';
import { StateStore } from './tenant/state';
import { Vault } from './vault/vault';
import { Listener, type TlsIdentity } from './wire/listener';

/**
 * Starts a practice cloud and its control API, each on a port of 127.0.0.1.
 * Rejects when a port is taken, or the state file can be neither read nor set aside.
 */
export async function startPracticeCloud(options: PracticeOptions = {}): Promise<PracticeCloud> {
  const store = await StateStore.open(options.stateFile ?? null);
  const clock = new PracticeClock(options.clockOffset ?? store.state.clockOffset);
  const faults = new FaultBook();
  const world: World = {
    clock,
    store,
    faults,
    attempts: new Map(),
    sessions: new Map(),
    codes: new Map(),
    deviceCodes: new Map(),
    vaults: new Map(),
    refreshTokenLength: options.refreshTokenLength ?? null,
    origin: () => plain.origin,
    httpsOrigin: () => secure?.origin ?? null,
  };
  const makeVault = (name: string, vault: PracticeVault) =>
    new Vault(name.toLowerCase(), vault, clock.now(), () => randomBytes(16).toString('hex'));
  const [readyMade = ''] = new URL(PARTNER.vault).hostname.split('.');
  world.vaults.set(readyMade, makeVault(readyMade, { secrets: {} }));
  const opened: Listener[] = [];
  const listen = async (port: number, handler: RequestListener, tls?: TlsIdentity): Promise<Listener> => {
    try {
      const listener = await Listener.open(port, handler, tls);
      opened.push(listener);
      return listener;
    } catch (error) {
      for (const other of opened) other.close();
      throw error;
    }
  };
  const handler = guarded((request, response) => serve(world, request, response));
  const secure = options.https === undefined ? null : await listen(0, handler, options.https);
  const plain = await listen(options.port ?? 0, handler);
  const listeners = [...opened];
  const controlListener = await listen(
    options.controlPort ?? 0,
    guarded((request, response) => control(cloud, faults, request, response)),
  );
  const kept = <T>(done: T): T => {
    void store.save();
    return done;
  };
  const keepClock = () => {
    store.state.clockOffset = clock.offset;
  };
  keepClock();
  clock.onJump(() => kept(keepClock()));

  const cloud: PracticeCloud = {
    origin: plain.origin,
    controlOrigin: controlListener.origin,
    httpsOrigin: secure?.origin ?? null,
    clock,
    partner: PARTNER,
    get policy() {
      return store.state.policy;
    },
    get credentials() {
      return listCredentials(world);
    },
    setFault(target, fault, times) {
      faults.set(target, fault, times);
      if (fault.kind === 'refused') for (const one of listeners) one.close();
    },
    clearFaults() {
      faults.clear();
      for (const one of listeners) one.reopen();
    },
    setPolicy: (change) => kept(changePolicy(world, change)),
    revoke: (username) => kept(revokeRefreshTokens(world, username === undefined ? null : requireUserId(username))),
    withdrawConsent() {
      store.state.consents = [];
      void store.save();
    },
    addSecret: (clientId, endsAt) => kept(addSecret(world, clientId, endsAt)),
    addCertificate: (clientId, pem) => kept(addCertificate(world, clientId, pem)),
    removeCredential: (keyId) => kept(removeCredential(world, keyId)),
    endCredential: (keyId, endsAt) => kept(endCredential(world, keyId, endsAt)),
    setRoles: (clientId, roles) => kept(setRoles(world, clientId, roles)),
    setVault(name, vault) {
      if (!/^[a-z][\da-z-]{1,22}[\da-z]$/i.test(name))
        throw new RangeError('A key vault name has 3 to 24 letters, digits, and hyphens.');
      if (vault === null) world.vaults.delete(name.toLowerCase());
      else world.vaults.set(name.toLowerCase(), makeVault(name, vault));
    },
    restrictVault(name, refuses) {
      const vault = world.vaults.get(name.toLowerCase());
      if (vault === undefined) throw new RangeError('There is no such key vault.');
      vault.refuses = refuses;
    },
    async settled() {
      await Promise.all([...listeners.map((one) => one.settled()), store.save()]);
    },
    async close() {
      for (const one of opened) one.close();
      await cloud.settled();
    },
  };
  return cloud;
}

/** Answers 500 when a request cannot be served, and cuts the connection when not even that can be said. */
function guarded(handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>): RequestListener {
  return (request, response) => {
    handle(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { Connection: 'close' }).end();
    });
  };
}

function requireUserId(username: string): string {
  const user = findUser(username);
  if (user === null) throw new RangeError('The practice tenant has no such user.');
  return user.objectId;
}
