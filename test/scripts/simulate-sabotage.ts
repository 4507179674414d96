import type { Spoil } from '../../scripts/simulate/machine';
import type { BreachKind } from '../../scripts/simulate/promises';
import { MINUTE } from '../../src/core/time';

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
      const connections = state.connections.map((connection) => ({ ...connection, noticesRaised: [] }));
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
      const body = JSON.stringify({ error: 'invalid_grant', error_description: 'AADSTS50173: revoked' });
      return { ok: false, raw: { kind: 'reply', status: 400, body, retryAfter: null, date: null } };
    },
  },
});

/** Keepers that are not good enough, each in one way. */
export const SABOTAGES = [
  {
    what: 'goes on with the old token, as scripts do that ignore the new one',
    spoil: ignoresTheNewToken,
    breaks: 'outdated',
    years: 1,
  },
  { what: 'never tries again after a failure that passes', spoil: neverTriesAgain, breaks: 'neglected', years: 1 },
  { what: 'forgets which notices it has raised', spoil: forgetsWhatItTold, breaks: 'repeated', years: 2 },
  { what: 'points at a token before it is kept', spoil: pointsBeforeItIsKept, breaks: 'dangling', years: 3 },
  { what: 'adopts an older token than it kept', spoil: forgetsTheToken, breaks: 'outdated', years: 1 },
  { what: 'calls for a person when the network is away', spoil: criesWolf, breaks: 'needless', years: 1 },
] as const satisfies readonly Sabotage[];
