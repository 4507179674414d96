import { THRESHOLDS } from '../../src/core/expiry/notifications';
import { MINUTE } from '../../src/core/model/time';
import { KeychainError } from '../../src/core/storage/ports';
import { rawReply } from '../support/raw-reply';
import type { Spoil } from './machine';
import type { BreachKind } from './promises';

interface Sabotage {
  readonly what: string;
  readonly spoil: Spoil;
  /** The promise that it breaks. */
  readonly breaks: BreachKind;
  /** How long it takes until it shows. */
  readonly years: number;
}

const ignoresTheNewToken: Spoil = (ports) => ({
  ...ports,
  endpoint: {
    redeem: async (request) => {
      const exchange = await ports.endpoint.redeem(request);
      if (!exchange.ok) return exchange;
      return { ok: true, tokens: { ...exchange.tokens, refreshToken: request.refreshToken } };
    },
  },
});

const neverTriesAgain: Spoil = (ports) => {
  let hasFailed = false;
  return {
    ...ports,
    timers: { set: (delay, fire) => ports.timers.set(delay, () => void (hasFailed || fire())) },
    endpoint: {
      redeem: async (request) => {
        const exchange = await ports.endpoint.redeem(request);
        hasFailed ||= !exchange.ok;
        return exchange;
      },
    },
  };
};

const forgetsWhatItTold: Spoil = (ports) => ({
  ...ports,
  file: {
    load: () => ports.file.load(),
    changed: () => ports.file.changed(),
    save: (state) => {
      const connections = state.connections.map((connection) => ({ ...connection, notificationsRaised: [] }));
      return ports.file.save({ ...state, connections });
    },
  },
});

/** What is read back comes from memory, and the keychain itself learns of it a minute later. */
const pointsBeforeItIsKept: Spoil = (ports) => {
  const late = new Map<string, string>();
  const { keychain } = ports;
  return {
    ...ports,
    keychain: {
      get: async (account) => late.get(account) ?? keychain.get(account),
      set: async (account, value) => {
        late.set(account, value);
        ports.timers.set(MINUTE, () => void keychain.set(account, value).catch(() => undefined));
      },
      delete: (account) => keychain.delete(account),
      entries: () => keychain.entries(),
      probe: () => keychain.probe(),
    },
  };
};

const forgetsTheToken: Spoil = (ports) => ({
  ...ports,
  keychain: {
    get: (account) => ports.keychain.get(account),
    set: (account, value) => ports.keychain.set(account, value),
    delete: (account) => ports.keychain.delete(account),
    entries: async () => (await ports.keychain.entries()).filter(({ account }) => !/\/\d*[02468]\/1$/.test(account)),
    probe: () => ports.keychain.probe(),
  },
});

const criesWolf: Spoil = (ports) => ({
  ...ports,
  endpoint: {
    redeem: async (request) => {
      const exchange = await ports.endpoint.redeem(request);
      if (exchange.ok || exchange.raw.kind !== 'network') return exchange;
      return { ok: false, raw: rawReply(400, { error: 'invalid_grant', error_description: 'AADSTS50173: revoked' }) };
    },
  },
});

/** Once it was offline, it believes so for good. */
const staysOffline: Spoil = (ports) => {
  let isOffline = false;
  return {
    ...ports,
    endpoint: {
      redeem: async (request) => {
        if (isOffline) return { ok: false, raw: { kind: 'network', code: 'ENOTFOUND' } };
        const exchange = await ports.endpoint.redeem(request);
        isOffline ||= !exchange.ok && exchange.raw.kind === 'network';
        return exchange;
      },
    },
  };
};

/** What it may have to tell. */
const EVERYTHING = ['AADSTS50173', 'AADSTS7000222', 'AADSTS700082', 'AADSTS70043'].map((code) => `failure:${code}`);

/** After each start it believes that it has told everything. */
const believesItHasTold: Spoil = (ports) => ({
  ...ports,
  file: {
    load: async () => {
      const loaded = await ports.file.load();
      if (loaded.kind !== 'loaded') return loaded;
      const connections = loaded.state.connections.map((connection) => ({
        ...connection,
        notificationsRaised: [...EVERYTHING, ...THRESHOLDS.flatMap((one) => [`lifetime:${one}`, `sign-in:${one}`])],
      }));
      return { kind: 'loaded', state: { ...loaded.state, connections } };
    },
    changed: () => ports.file.changed(),
    save: (state) => ports.file.save(state),
  },
});

/** It hears that a sign-in is over, and not how long one is good. */
const countsOnNothing: Spoil = (ports) => ({
  ...ports,
  endpoint: {
    redeem: async (request) => {
      const exchange = await ports.endpoint.redeem(request);
      if (exchange.ok || exchange.raw.kind !== 'reply' || exchange.raw.error === null) return exchange;
      const { learnedSignInLimit: _, ...error } = exchange.raw.error;
      return { ok: false, raw: { ...exchange.raw, error } };
    },
  },
});

/** It waits for ever for a keychain that did not answer once. */
const waitsForEver: Spoil = (ports) => {
  let reads = 0;
  return {
    ...ports,
    keychain: {
      get: (account) => {
        reads += 1;
        return reads > 100 ? new Promise<never>(() => undefined) : ports.keychain.get(account);
      },
      set: (account, value) => ports.keychain.set(account, value),
      delete: (account) => ports.keychain.delete(account),
      entries: () => ports.keychain.entries(),
      probe: () => ports.keychain.probe(),
    },
  };
};

/** A keychain that refused once to say something is not asked to keep anything any more. */
const despairsOfTheKeychain: Spoil = (ports) => {
  let hasRefused = false;
  const { keychain } = ports;
  return {
    ...ports,
    keychain: {
      get: async (account) => {
        try {
          return await keychain.get(account);
        } catch (error) {
          hasRefused = true;
          throw error;
        }
      },
      set: async (account, value) => {
        if (hasRefused) throw new KeychainError('refused');
        await keychain.set(account, value);
      },
      delete: (account) => keychain.delete(account),
      entries: () => keychain.entries(),
      probe: () => keychain.probe(),
    },
  };
};

/** Keepers that are not good enough, each in one way: to see that the referee finds them out. */
export const SABOTAGES = {
  'old-token': { what: 'goes on with the old token', spoil: ignoresTheNewToken, breaks: 'outdated', years: 1 },
  'gives-up': {
    what: 'never tries again after a failure that passes',
    spoil: neverTriesAgain,
    breaks: 'neglected',
    years: 1,
  },
  forgetful: {
    what: 'forgets which notifications it has raised',
    spoil: forgetsWhatItTold,
    breaks: 'repeated',
    years: 2,
  },
  hasty: { what: 'points at a token before it is kept', spoil: pointsBeforeItIsKept, breaks: 'dangling', years: 3 },
  backward: { what: 'adopts an older token than it kept', spoil: forgetsTheToken, breaks: 'outdated', years: 1 },
  alarmist: { what: 'calls for a person when the network is away', spoil: criesWolf, breaks: 'needless', years: 1 },
  offline: { what: 'believes for good that it is offline', spoil: staysOffline, breaks: 'expired', years: 8 },
  mute: {
    what: 'believes after each start that it has told everything',
    spoil: believesItHasTold,
    breaks: 'untold',
    years: 12,
  },
  despairing: {
    what: 'keeps nothing any more in a keychain that refused once',
    spoil: despairsOfTheKeychain,
    breaks: 'forgotten',
    years: 2,
  },
  surprised: {
    what: 'does not learn how long a sign-in is good',
    spoil: countsOnNothing,
    breaks: 'untold',
    years: 12,
  },
  patient: { what: 'waits for ever for a keychain', spoil: waitsForEver, breaks: 'stuck', years: 2 },
} as const satisfies Readonly<Record<string, Sabotage>>;
export type SabotageName = keyof typeof SABOTAGES;

export function isSabotage(name: string): name is SabotageName {
  return Object.hasOwn(SABOTAGES, name);
}
