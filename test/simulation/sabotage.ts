import { THRESHOLDS } from '../../src/core/expiry/notifications';
import type { KeeperPorts, TokenEndpoint } from '../../src/core/keeper/ports';
import type { Exchange } from '../../src/core/model/exchange';
import { HOUR, MINUTE } from '../../src/core/model/time';
import { KeychainError } from '../../src/core/storage/ports';
import { rawReply } from '../support/raw-reply';
import type { Spoil } from './machine';
import type { BreachKind } from './promises';

export interface Sabotage {
  readonly what: string;
  readonly spoil: Spoil;
  /** The promise that it breaks. */
  readonly breaks: BreachKind;
  /** How long it takes until it shows, and among how many connections; 4 unless told otherwise. */
  readonly years: number;
  readonly connections?: number;
}

type Redeem = TokenEndpoint['redeem'];
type Request = Parameters<Redeem>[0];

/** A keeper whose exchanges go another way. What `how` returns is asked for each exchange of one process. */
function redeeming(how: (redeem: Redeem, ports: KeeperPorts) => Redeem): Spoil {
  return (ports) => ({ ...ports, endpoint: { redeem: how((request) => ports.endpoint.redeem(request), ports) } });
}

const LOST: Exchange = { ok: false, raw: { kind: 'network', code: 'ENOTFOUND' } };
const REVOKED: Exchange = {
  ok: false,
  raw: rawReply(400, { error: 'invalid_grant', error_description: 'AADSTS50173: revoked' }),
};

/** Whether nobody answered. */
function isSilence(exchange: Exchange): boolean {
  if (exchange.ok) return false;
  const { raw } = exchange;
  return raw.kind === 'network' || (raw.kind === 'reply' && raw.status >= 500 && raw.retryAfter === null);
}

const goesOnWithTheOldToken = redeeming((redeem) => async (request) => {
  const exchange = await redeem(request);
  if (!exchange.ok) return exchange;
  return { ok: true, tokens: { ...exchange.tokens, refreshToken: request.refreshToken } };
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

/** After no answer it asks nobody for a while, for whichever connection `isMeant`, and takes that for no answer either. */
function pausing(pause: number, isMeant: (request: Request, silent: Request) => boolean): Spoil {
  return redeeming((redeem, { clockOf }) => {
    let silent: Request | null = null;
    let until = 0;
    return async (request) => {
      const now = clockOf(request.connection.cloud).now();
      if (silent && now < until && isMeant(request, silent)) return LOST;
      const exchange = await redeem(request);
      silent = isSilence(exchange) ? request : null;
      until = now + pause;
      return exchange;
    };
  });
}

/** Its breaker stays open for an hour, and nobody looks meanwhile. */
const sulks = pausing(HOUR, ({ connection }, silent) => connection.cloud === silent.connection.cloud);

/** Its breaker is that of all authorities together. */
const knowsOneAuthority: Spoil = pausing(40 * MINUTE, () => true);

/** Whatever befalls one connection, it takes for its authority's: also what the authority says about one tenant. */
const spreads: Spoil = redeeming((redeem, { clockOf }) => {
  const untils = new Map<string, number>();
  return async (request) => {
    const { cloud } = request.connection;
    const now = clockOf(cloud).now();
    if (now < (untils.get(cloud) ?? 0)) return LOST;
    const exchange = await redeem(request);
    if (!exchange.ok) untils.set(cloud, now + HOUR);
    return exchange;
  };
});

/** After an outage only the one that found out goes on; the others are let in half a day later. */
const letsNobodyFollow: Spoil = redeeming((redeem, { clockOf }) => {
  let isOpen = false;
  let first: string | null = null;
  let until = 0;
  return async (request) => {
    const { id, cloud } = asConnection(request);
    const now = clockOf(cloud).now();
    if (now < until && id !== first) return LOST;
    const exchange = await redeem(request);
    if (exchange.ok && isOpen) {
      first = id;
      until = now + 12 * HOUR;
    }
    isOpen = isSilence(exchange);
    return exchange;
  };
});

/** The settings of a request tell one connection from another. */
function asConnection({ connection }: Request): {
  readonly id: string;
  readonly cloud: Request['connection']['cloud'];
} {
  return { id: connection.name, cloud: connection.cloud };
}

/** What comes to nothing it repeats at once, and again. */
const insists: Spoil = redeeming((redeem) => async (request) => {
  let exchange = await redeem(request);
  for (let more = 0; more < 20 && isSilence(exchange) && !request.signal.aborted; more += 1)
    exchange = await redeem(request);
  return exchange;
});

const criesWolf = redeeming((redeem) => async (request) => {
  const exchange = await redeem(request);
  return exchange.ok || exchange.raw.kind !== 'network' ? exchange : REVOKED;
});

const misreads = redeeming((redeem) => async (request) => {
  const exchange = await redeem(request);
  const isServersFault = !exchange.ok && exchange.raw.kind === 'reply' && exchange.raw.status >= 500;
  return isServersFault ? REVOKED : exchange;
});

/** From a day in the first spring on it believes that it is offline, also after each start. */
const staysOffline = redeeming((redeem, { clockOf }) => {
  const thatDay = Date.UTC(2026, 3, 1);
  return async (request) => (clockOf(request.connection.cloud).now() > thatDay ? LOST : redeem(request));
});

/** A keeper that does not hear this of what the server names. */
function deafTo(named: 'learnedLifetime' | 'learnedSignInLimit'): Spoil {
  return redeeming((redeem) => async (request) => {
    const exchange = await redeem(request);
    if (exchange.ok || exchange.raw.kind !== 'reply' || exchange.raw.error === null) return exchange;
    const { [named]: _, ...error } = exchange.raw.error;
    return { ok: false, raw: { ...exchange.raw, error } };
  });
}

const forgetsWhatItTold: Spoil = (ports) => ({
  ...ports,
  file: {
    load: () => ports.file.load(),
    save: (state) => {
      const connections = state.connections.map((connection) => ({ ...connection, notificationsRaised: [] }));
      return ports.file.save({ ...state, connections });
    },
  },
});

/** What it may have to tell. */
const EVERYTHING = ['AADSTS50173', 'AADSTS7000222', 'AADSTS700082', 'AADSTS70043', 'AADSTS53003'].map(
  (code) => `failure:${code}`,
);

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
    save: (state) => ports.file.save(state),
  },
});

type Keychain = KeeperPorts['keychain'];

/** A keeper whose keychain does some things otherwise. */
function keeping(how: (keychain: Keychain, ports: KeeperPorts) => Partial<Keychain>): Spoil {
  return (ports) => {
    const { keychain } = ports;
    return {
      ...ports,
      keychain: {
        get: (account) => keychain.get(account),
        find: (account) => keychain.find(account),
        set: (account, value) => keychain.set(account, value),
        delete: (account) => keychain.delete(account),
        entries: () => keychain.entries(),
        probe: () => keychain.probe(),
        ...how(keychain, ports),
      },
    };
  };
}

/** What is read back comes from memory, and the keychain itself learns of it a minute later. */
const pointsBeforeItIsKept = keeping((keychain, { timers }) => {
  const late = new Map<string, string>();
  return {
    get: async (account) => late.get(account) ?? keychain.get(account),
    find: async (account) => late.get(account) ?? keychain.find(account),
    set: async (account, value) => {
      late.set(account, value);
      timers.set(MINUTE, () => void keychain.set(account, value).catch(() => undefined));
    },
  };
});

/** After a start it looks into one slot only. */
const looksIntoOneSlot = keeping((keychain) => {
  const own = new Set<string>();
  const isSeen = (account: string) => own.has(account) || !account.includes('/refresh-token/b/');
  return {
    get: async (account) => (isSeen(account) ? keychain.get(account) : null),
    find: async (account) => (isSeen(account) ? keychain.find(account) : null),
    set: async (account, value) => {
      own.add(account);
      await keychain.set(account, value);
    },
  };
});

/** It waits for ever for a keychain that did not answer once. */
const waitsForEver = keeping((keychain) => {
  let reads = 0;
  return {
    get: (account) => {
      reads += 1;
      return reads > 100 ? new Promise<never>(() => undefined) : keychain.get(account);
    },
  };
});

/** A keychain that refused once to say something is not asked to keep anything any more. */
const despairsOfTheKeychain = keeping((keychain) => {
  let hasRefused = false;
  return {
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
  };
});

/** Keepers that are not good enough, each in one way: to see that the referee finds them out. */
export const SABOTAGES = {
  'old-token': { what: 'goes on with the old token', spoil: goesOnWithTheOldToken, breaks: 'outdated', years: 1 },
  'gives-up': {
    what: 'never tries again after a failure that passes',
    spoil: neverTriesAgain,
    breaks: 'neglected',
    years: 1,
  },
  sulks: { what: 'looks at an outage once an hour only', spoil: sulks, breaks: 'neglected', years: 1 },
  lumps: {
    what: "takes one authority's outage for that of all",
    spoil: knowsOneAuthority,
    breaks: 'neglected',
    years: 2,
  },
  spreads: {
    what: "takes what befalls one connection for its authority's",
    spoil: spreads,
    breaks: 'neglected',
    years: 2,
  },
  'lets-nobody-follow': {
    what: 'lets only the one that found the end of an outage go on',
    spoil: letsNobodyFollow,
    breaks: 'neglected',
    years: 1,
  },
  insists: { what: 'repeats at once what comes to nothing', spoil: insists, breaks: 'storm', years: 1 },
  forgetful: {
    what: 'forgets which notifications it has raised',
    spoil: forgetsWhatItTold,
    breaks: 'repeated',
    years: 2,
  },
  hasty: { what: 'points at a token before it is kept', spoil: pointsBeforeItIsKept, breaks: 'dangling', years: 3 },
  backward: { what: 'adopts an older token than it kept', spoil: looksIntoOneSlot, breaks: 'outdated', years: 1 },
  alarmist: { what: 'calls for a person when the network is away', spoil: criesWolf, breaks: 'needless', years: 1 },
  misreads: {
    what: "calls for a person when the fault is the server's",
    spoil: misreads,
    breaks: 'needless',
    years: 1,
  },
  offline: { what: 'believes for good that it is offline', spoil: staysOffline, breaks: 'expired', years: 1 },
  deaf: {
    what: 'does not learn how long tokens live',
    spoil: deafTo('learnedLifetime'),
    breaks: 'neglected',
    years: 1.5,
    connections: 60,
  },
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
    spoil: deafTo('learnedSignInLimit'),
    breaks: 'untold',
    years: 12,
  },
  patient: { what: 'waits for ever for a keychain', spoil: waitsForEver, breaks: 'stuck', years: 2 },
} as const satisfies Readonly<Record<string, Sabotage>>;
export type SabotageName = keyof typeof SABOTAGES;

export function isSabotage(name: string): name is SabotageName {
  return Object.hasOwn(SABOTAGES, name);
}
