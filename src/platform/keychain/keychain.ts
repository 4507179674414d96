import { type DurationMs, SECOND } from '../../core/model/time';
import { type Keychain, KeychainError } from '../../core/storage/ports';
import { loadKeytar, type NativeKeychain } from './native';
import { keychainProblem } from './problem';
import { type NativeCall, Turns } from './turns';

/** Under Windows' 2,560 bytes, which hold the value in UTF-8. */
const MAX_VALUE_BYTES = 2500;
const PROBE = 'probe';
/** The same for everybody: two processes that probe at once then disturb each other as little as possible. */
const PROBE_VALUE = 'Partner Token Tray was here';
/** Another process may delete the probe between our write and our read. */
const PROBE_TRIES = 3;
/** Of one native call. A keychain that is slow, or waits for a person, is no broken one. */
export const CALL_LIMIT: DurationMs = 15 * SECOND;

export interface KeychainOptions {
  /** The name under which the keychain shows our entries. */
  readonly service?: string;
  /** How long one call of the native part may take, a person's answer to the system's question included; {@link CALL_LIMIT} unless told otherwise. */
  readonly timeout?: DurationMs;
  /** Where the native part comes from; keytar unless a test says otherwise. */
  readonly load?: () => Promise<NativeKeychain>;
}

/** One turn at the keychain: the native part, and the way to call it. */
interface Turn {
  readonly native: NativeKeychain;
  readonly call: NativeCall;
}

/**
 * The OS keychain: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux. Every method rejects with
 * `KeychainError`, save for a value that may never be given to it: a `RangeError`, and a fault of the caller.
 */
export function createKeychain(options: KeychainOptions = {}): Keychain {
  const service = options.service ?? 'Partner Token Tray';
  const load = options.load ?? loadKeytar;
  const turns = new Turns(options.timeout ?? CALL_LIMIT);

  const take = <T>(job: (turn: Turn) => Promise<T>): Promise<T> =>
    turns.take(async (call) => {
      try {
        return await job({ native: await load(), call });
      } catch (error) {
        throw error instanceof KeychainError ? error : new KeychainError(keychainProblem(error));
      }
    });

  /** A locked keyring on Linux says "no such entry" of everything; it tells the truth only to a write. */
  const believe = <T>(ask: (native: NativeKeychain) => Promise<T>, absence: T): Promise<T> =>
    take(async (turn) => {
      const answer = await turn.call(() => ask(turn.native));
      if (answer !== absence) return answer;
      await probe(turn, service);
      return turn.call(() => ask(turn.native));
    });

  return {
    get: (account) => believe((native) => native.getPassword(service, account), null),
    find: (account) => take(({ native, call }) => call(() => native.getPassword(service, account))),
    set: async (account, value) => {
      assertStorable(value);
      await take(({ native, call }) => call(() => native.setPassword(service, account, value)));
    },
    delete: (account) => believe((native) => native.deletePassword(service, account), false),
    entries: () =>
      take(async (turn) => {
        // With a locked keyring on Linux, keytar 7.9 takes the whole process down here (measured: strdup of nothing).
        await probe(turn, service);
        const found = await turn.call(() => turn.native.findCredentials(service));
        return found
          .filter(({ account }) => account !== PROBE)
          .map(({ account, password }) => ({ account, value: password }));
      }),
    probe: () => take((turn) => probe(turn, service)),
  };
}

async function probe({ native, call }: Turn, service: string): Promise<void> {
  for (let tries = 0; tries < PROBE_TRIES; tries += 1) {
    await call(() => native.setPassword(service, PROBE, PROBE_VALUE));
    const read = await call(() => native.getPassword(service, PROBE));
    await call(() => native.deletePassword(service, PROBE));
    if (read === PROBE_VALUE) return;
  }
  throw new KeychainError('mismatch');
}

function assertStorable(value: string): void {
  if (value === '') throw new RangeError('an empty value cannot be kept in the keychain');
  if (value.includes('\0')) throw new RangeError('a value with a NUL would be cut short by the keychain');
  if (Buffer.byteLength(value, 'utf8') > MAX_VALUE_BYTES)
    throw new RangeError(`a value of more than ${MAX_VALUE_BYTES} bytes must be split before it is kept`);
}
