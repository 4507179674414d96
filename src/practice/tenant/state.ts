import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { durationSchema, epochMsSchema } from '../../core/model/schema';
import { DAY } from '../../core/model/time';
import { sha256 } from '../wire/random';
import { FARTHEST } from './clock';
import { policyEntries } from './contract';
import { PARTNER } from './directory';

const refreshTokenSchema = v.object({
  clientId: v.string(),
  userId: v.string(),
  /** What the person signed in for. */
  scopes: v.array(v.string()),
  amr: v.array(v.string()),
  issuedAt: epochMsSchema,
  /** When the person signed in; later tokens of the same chain keep it. */
  signedInAt: epochMsSchema,
  lifetime: durationSchema,
  /** A token for a single-page application ends at a fixed time, whatever its lifetime. */
  spaEndsAt: v.nullable(epochMsSchema),
  revokedAt: v.nullable(epochMsSchema),
});

const credentialEntries = { keyId: v.string(), clientId: v.string(), startsAt: epochMsSchema, endsAt: epochMsSchema };

const credentialSchema = v.variant('kind', [
  v.object({
    ...credentialEntries,
    kind: v.literal('secret'),
    hint: v.string(),
    /** SHA-256, base64url. */
    hash: v.string(),
  }),
  v.object({
    ...credentialEntries,
    kind: v.literal('certificate'),
    /** PEM. */
    certificate: v.string(),
  }),
]);

const stateSchema = v.object({
  version: v.literal(1),
  clockOffset: v.pipe(v.number(), v.minValue(-FARTHEST), v.maxValue(FARTHEST)),
  policy: v.object(policyEntries),
  /** When the conditional access rule was set: whoever signs in later has met it, if it can be met. */
  policySetAt: epochMsSchema,
  consents: v.array(v.object({ userId: v.string(), clientId: v.string(), scope: v.string() })),
  /** By SHA-256 of the token, base64url: the token itself is kept nowhere. */
  refreshTokens: v.record(v.string(), refreshTokenSchema),
  /** What each application may do for itself in Graph. */
  roles: v.record(v.string(), v.array(v.string())),
  credentials: v.array(credentialSchema),
});

/** What the cloud knows of a refresh token it issued. */
export type RefreshTokenRecord = v.InferOutput<typeof refreshTokenSchema>;

/** What the cloud knows of an application's secret (its hash, not its text) or certificate. */
export type CredentialRecord = v.InferOutput<typeof credentialSchema>;

/** Everything that survives a restart. Holds no token, password, secret or private key. */
export type PracticeState = v.InferOutput<typeof stateSchema>;

function freshState(): PracticeState {
  return {
    version: 1,
    clockOffset: 0,
    policy: { lifetime: 90 * DAY, signInFrequency: null, spa: false, conditionalAccess: null, managedDevice: null },
    policySetAt: 0,
    consents: [],
    refreshTokens: {},
    roles: {},
    credentials: [{ ...READY_MADE_SECRET }],
  };
}

/** The secret of the ready-made application. It ends when secrets do that were made to last forever. */
const READY_MADE_SECRET: CredentialRecord = {
  kind: 'secret',
  keyId: '5ec2e700-0000-4000-8000-000000000001',
  clientId: PARTNER.clientId,
  startsAt: 0,
  endsAt: Date.UTC(2299, 11, 31),
  hint: PARTNER.clientSecret.slice(0, 3),
  hash: sha256(PARTNER.clientSecret),
};

/** The state, and its file if it has one. */
export class StateStore {
  #saved: Promise<void> = Promise.resolve();

  private constructor(
    readonly state: PracticeState,
    private readonly file: string | null,
  ) {}

  /** Reads the file. A file that makes no sense is set aside beside it, and the cloud starts afresh. */
  static async open(file: string | null): Promise<StateStore> {
    return new StateStore(file === null ? freshState() : await load(file), file);
  }

  /** Resolves when the state, as it is at the call or later, is on disk, or cannot be saved. */
  save(): Promise<void> {
    const { file } = this;
    if (file !== null) this.#saved = this.#saved.then(() => this.#write(file));
    return this.#saved;
  }

  async #write(file: string): Promise<void> {
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(temporary, `${JSON.stringify(this.state)}\n`, { mode: 0o600, flush: true });
      await rename(temporary, file);
    } catch (error) {
      // The cloud works without the file; it only forgets more than it should when it stops.
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
      process.emitWarning(`The practice cloud couldn't save its state (${reason}).`);
    }
  }
}

async function load(file: string): Promise<PracticeState> {
  try {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), stateSchema), await readFile(file, 'utf8'));
    if (parsed.success) return parsed.output;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return freshState();
    throw error;
  }
  await rename(file, `${file}.unreadable-${randomBytes(4).toString('hex')}`);
  return freshState();
}
