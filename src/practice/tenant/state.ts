import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { DAY } from '../../core/model/time';
import { sha256 } from '../wire/random';
import { PARTNER } from './directory';

const span = v.pipe(v.number(), v.finite(), v.minValue(1));

const code = v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1)));

export const policySchema = v.object({
  lifetime: span,
  signInFrequency: v.nullable(span),
  spa: v.boolean(),
  conditionalAccess: code,
  /** Files of earlier releases have none. */
  managedDevice: v.optional(code, null),
});

const refreshTokenSchema = v.object({
  /** SHA-256 of the token, base64url: the token itself is kept nowhere. */
  hash: v.string(),
  clientId: v.string(),
  userId: v.string(),
  scopes: v.array(v.string()),
  amr: v.array(v.string()),
  issuedAt: v.number(),
  /** When the person signed in; later tokens of the same chain keep it. */
  signedInAt: v.number(),
  lifetime: v.number(),
  /** A token for a single-page application ends at a fixed time, whatever its lifetime. */
  spaEndsAt: v.nullable(v.number()),
  revokedAt: v.nullable(v.number()),
});

const credentialEntries = { keyId: v.string(), clientId: v.string(), startsAt: v.number(), endsAt: v.number() };

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
  clockOffset: v.pipe(v.number(), v.finite()),
  policy: policySchema,
  /** When the conditional access rule was set: whoever signs in later has met it, if it can be met. */
  policySetAt: v.number(),
  consents: v.array(v.object({ userId: v.string(), clientId: v.string(), scope: v.string() })),
  refreshTokens: v.array(refreshTokenSchema),
  /** What each application may do for itself in Graph. */
  roles: v.optional(v.record(v.string(), v.array(v.string())), {}),
  /** Files of earlier releases have none. */
  credentials: v.optional(v.array(credentialSchema), () => readyMadeCredentials()),
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
    refreshTokens: [],
    roles: {},
    credentials: readyMadeCredentials(),
  };
}

/** The secret of the ready-made application. It ends when secrets do that were made to last forever. */
function readyMadeCredentials(): CredentialRecord[] {
  return [
    {
      kind: 'secret',
      keyId: '5ec2e700-0000-4000-8000-000000000001',
      clientId: PARTNER.clientId,
      startsAt: 0,
      endsAt: Date.UTC(2299, 11, 31),
      hint: PARTNER.clientSecret.slice(0, 3),
      hash: sha256(PARTNER.clientSecret),
    },
  ];
}

/** The state, and its file if it has one. */
export class StateStore {
  #writing: Promise<void> | null = null;
  #next: Promise<void> | null = null;

  private constructor(
    readonly state: PracticeState,
    readonly file: string | null,
  ) {}

  /** Reads the file. A file that makes no sense is set aside beside it, and the cloud starts afresh. */
  static async open(file: string | null): Promise<StateStore> {
    return new StateStore(file === null ? freshState() : await load(file), file);
  }

  /** Resolves when the state, as it is now, is on disk. Calls that come during a write share the next one. */
  save(): Promise<void> {
    const { file } = this;
    if (file === null) return Promise.resolve();
    if (this.#next !== null) return this.#next;
    if (this.#writing === null) {
      this.#writing = this.#write(file);
      return this.#writing;
    }
    this.#next = this.#writing.then(() => {
      this.#next = null;
      this.#writing = this.#write(file);
      return this.#writing;
    });
    return this.#next;
  }

  async #write(file: string): Promise<void> {
    try {
      await writeAtomically(file, `${JSON.stringify(this.state)}\n`);
    } catch (error) {
      // The cloud works without the file; it only forgets more than it should when it stops.
      const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
      process.emitWarning(`The practice cloud couldn't save its state (${reason}).`);
    } finally {
      if (this.#next === null) this.#writing = null;
    }
  }
}

async function load(file: string): Promise<PracticeState> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return freshState();
    throw error;
  }
  const parsed = v.safeParse(stateSchema, parse(text));
  if (parsed.success) return parsed.output;
  await rename(file, `${file}.unreadable-${randomBytes(4).toString('hex')}`);
  return freshState();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function writeAtomically(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
