import type { IncomingMessage, ServerResponse } from 'node:http';
import { ShiftedClock } from './clock';
import type { PracticeCloud, PracticeOptions } from './contract';
import { control } from './control';
import {
  addCertificate,
  addSecret,
  endCredential,
  listCredentials,
  makeCertificate,
  removeCredential,
  setRoles,
} from './credentials';
import { findUser, PARTNER } from './directory';
import { FaultBook } from './faults';
import { Listener } from './listener';
import { changePolicy } from './policy';
import { revokeRefreshTokens } from './refresh-tokens';
import { serve } from './serve';
import { StateStore } from './state';
import type { World } from './world';

/**
 * Starts a practice cloud and its control API, each on a port of 127.0.0.1.
 * Rejects when a port is taken, or the state file can be neither read nor set aside.
 */
export async function startPracticeCloud(options: PracticeOptions = {}): Promise<PracticeCloud> {
  const store = await StateStore.open(options.stateFile ?? null);
  const clock = new ShiftedClock(options.clockOffset ?? store.state.clockOffset);
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
    origin: () => listener.origin,
  };
  const listener = await Listener.open(
    options.port ?? 0,
    guarded((request, response) => serve(world, request, response)),
  );
  const controlListener = await openControl(options.controlPort ?? 0, () => ({ cloud, faults }), listener);
  const save = () => void store.save();
  const kept = <T>(done: T): T => {
    save();
    return done;
  };
  store.state.clockOffset = clock.offset;
  clock.onJump(() => {
    store.state.clockOffset = clock.offset;
    save();
  });

  const cloud: PracticeCloud = {
    origin: listener.origin,
    controlOrigin: controlListener.origin,
    clock,
    partner: PARTNER,
    get policy() {
      return store.state.policy;
    },
    setFault(target, fault, times) {
      faults.set(target, fault, times);
      if (faults.refusesConnections) listener.close();
    },
    clearFaults() {
      faults.clear();
      listener.reopen();
    },
    setPolicy(change) {
      changePolicy(world, change);
      save();
    },
    revoke(username) {
      revokeRefreshTokens(world, username === undefined ? null : requireUserId(username));
      save();
    },
    withdrawConsent() {
      store.state.consents = [];
      save();
    },
    get credentials() {
      return listCredentials(world);
    },
    addSecret: (clientId, endsAt) => kept(addSecret(world, clientId, endsAt)),
    addCertificate: (clientId, pem) => kept(addCertificate(world, clientId, pem)),
    makeCertificate: async (clientId, endsAt) => kept(await makeCertificate(world, clientId, endsAt)),
    removeCredential: (keyId) => kept(removeCredential(world, keyId)),
    setRoles: (clientId, roles) => kept(setRoles(world, clientId, roles)),
    setVault(name, vault) {
      if (!/^[a-z][\da-z-]{1,22}[\da-z]$/i.test(name))
        throw new RangeError('A vault has 3 to 24 letters, digits and hyphens for its name.');
      if (vault === null) world.vaults.delete(name.toLowerCase());
      else world.vaults.set(name.toLowerCase(), { letsIn: true, ...vault });
    },
    endCredential: (keyId, endsAt) => kept(endCredential(world, keyId, endsAt)),
    async settled() {
      await Promise.all([listener.settled(), store.save()]);
    },
    async close() {
      listener.close();
      controlListener.close();
      await Promise.all([listener.settled(), store.save()]);
    },
  };
  return cloud;
}

async function openControl(
  port: number,
  controlled: () => Parameters<typeof control>[0],
  listener: Listener,
): Promise<Listener> {
  try {
    return await Listener.open(
      port,
      guarded((request, response) => control(controlled(), request, response)),
    );
  } catch (error) {
    listener.close();
    throw error;
  }
}

/** Answers 500 when a request cannot be served, and cuts the connection when not even that can be said. */
function guarded(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    handle(request, response).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { Connection: 'close' }).end();
    });
  };
}

function requireUserId(username: string): string {
  const user = findUser(username);
  if (user === null) throw new RangeError('There is no such user in the practice tenant.');
  return user.objectId;
}
