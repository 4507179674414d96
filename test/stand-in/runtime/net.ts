import { lookup } from 'node:dns/promises';
import { app } from './app';
import { refuseTheRest } from './refusal';
import { sessionOf } from './session';
import { standIn } from './stand-in';

let online = process.env.STAND_IN_OFFLINE !== '1';
standIn.setOnline = (now) => {
  online = now;
};

type NetSupported = 'fetch' | 'isOnline' | 'online' | 'resolveHost';

/** Requests are Node's own, with the default session's verify proc: no cookies, no system proxy, and `setOnline` does not hold them up. */
const netDouble: Pick<Electron.Net, NetSupported> = {
  fetch: (input, init) => {
    if (!app.isElectronReady()) throw new Error('net module can only be used after app is ready');
    return sessionOf('').fetch(input, init);
  },
  isOnline: () => online,
  get online() {
    return online;
  },
  resolveHost: async (host) => {
    const found = await lookup(host, { all: true });
    return { endpoints: found.map(({ address, family }) => ({ address, family: family === 6 ? 'ipv6' : 'ipv4' })) };
  },
};
export const net = refuseTheRest('Net', netDouble, 'net');
