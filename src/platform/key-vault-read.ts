import type { ConnectionSettings } from '../core/connection';
import { readSecretIdentifier, vaultBase } from '../core/key-vault';
import type { ProbeAnswer, ProofFact } from '../core/proof';
import { detailsOf, isGood, type Refusal, refusalOf, type ServiceWords } from '../core/proof/refusal';
import type { EpochMs } from '../core/time';
import { ask, type ProbeOptions } from './probe/calls';

export type VaultReading =
  /** `value` is a secret. */
  | { readonly ok: true; readonly value: string }
  /** Fit to show. `details`: statuses and IDs of the call, for support. */
  | ({ readonly ok: false; readonly details: readonly ProofFact[] } & Refusal);

/** 7.4 is served in every cloud. */
const API_VERSION = '7.4';

/**
 * Reads one secret from an Azure Key Vault. `accessToken` is for `keyVaultScope` of the connection's cloud; it goes to that vault
 * alone. Never rejects. Source: Microsoft Learn, "Get Secret" of the Key Vault REST API.
 */
export async function readVaultSecret(
  options: ProbeOptions,
  request: {
    readonly cloud: ConnectionSettings['cloud'];
    /** `https://VAULT.vault.azure.net/secrets/NAME`, perhaps with a version. */
    readonly identifier: string;
    readonly accessToken: string;
    readonly signal: AbortSignal;
    readonly now: EpochMs;
  },
): Promise<VaultReading> {
  const { cloud, accessToken, signal, now } = request;
  const read = readSecretIdentifier(request.identifier, cloud);
  if (!read.ok) return { ok: false, headline: read.problem, advice: CORRECT, details: [] };
  const { vault, name, version } = read.value;
  const base = vaultBase(cloud, vault);
  if (base === null)
    return { ok: false, headline: 'Of this cloud no Key Vault is known.', advice: CORRECT, details: [] };
  const path = `/secrets/${name}${version === null ? '' : `/${version}`}?api-version=${API_VERSION}`;
  const answer = await ask(options, cloud, { base, path, accessToken, signal });
  const details = detailsOf([['Key Vault', answer]]);
  if (answer.kind === 'reply' && answer.status === 404)
    return { ok: false, headline: `The vault ${vault} has no secret "${name}".`, advice: CORRECT, details };
  if (!isGood(answer)) return { ok: false, ...refusalOf(wordsOf(vault, answer), answer, now), details };
  const { value } = answer.json;
  if (typeof value === 'string' && value !== '') return { ok: true, value };
  return {
    ok: false,
    headline: `The secret "${name}" is empty.`,
    advice: 'Check which secret holds the refresh token.',
    details,
  };
}

const CORRECT = 'Correct the secret identifier and try again.';

function wordsOf(vault: string, answer: ProbeAnswer): ServiceWords {
  return {
    name: `The vault ${vault}`,
    unauthorized: {
      headline: `The vault ${vault} refused the token.`,
      advice: 'Check that the vault belongs to the tenant of this connection, then try again.',
    },
    forbidden: FORBIDDEN[innerCode(answer)] ?? {
      headline: `The vault ${vault} does not let this user read its secrets.`,
      advice: 'Give the user the role Key Vault Secrets User, or the access policy "Get" for secrets, then try again.',
    },
  };
}

/** Source: Microsoft Learn, "Azure Key Vault REST API error codes", 403. */
const FORBIDDEN: Readonly<Record<string, Refusal>> = {
  ForbiddenByFirewall: {
    headline: 'The firewall of the vault does not let this computer in.',
    advice: "Allow this computer's address in the vault, Networking, or read the secret from a network that may.",
  },
  SecretDisabled: {
    headline: 'The secret is disabled.',
    advice: 'Enable it in the vault, or choose another version.',
  },
};

function innerCode(answer: ProbeAnswer): string {
  const error = answer.kind === 'reply' ? member(answer.json, 'error') : null;
  const code = member(member(error, 'innererror'), 'code');
  return typeof code === 'string' && Object.hasOwn(FORBIDDEN, code) ? code : '';
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : null;
}
