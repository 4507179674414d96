import * as v from 'valibot';
import type { ApiCheckFact, ProbeAnswer } from '../../core/api-check/api-check';
import { detailsOf, isGood, type Refusal, refusalOf, type ServiceWords } from '../../core/api-check/refusal';
import type { ConnectionSettings } from '../../core/model/connection';
import type { EpochMs } from '../../core/model/time';
import { readSecretIdentifier, type VaultSecret } from '../../core/validation/key-vault';
import type { NetworkOptions } from '../http/fetch-within';
import { ask } from './calls';

export interface VaultRequest {
  readonly cloud: ConnectionSettings['cloud'];
  /** `https://VAULT.vault.azure.net/secrets/NAME`, perhaps with a version. */
  readonly identifier: string;
  readonly accessToken: string;
  readonly signal: AbortSignal;
  readonly now: EpochMs;
}

export type VaultReading =
  /** `value` is a secret. */
  | { readonly ok: true; readonly value: string }
  /** Fit to show. `details`: statuses and IDs of the call, for support. */
  | ({ readonly ok: false; readonly details: readonly ApiCheckFact[] } & Refusal);

const CORRECT_IDENTIFIER = 'Correct the secret identifier, then try again.';

/** By the inner code of a 403. Source: Microsoft Learn, "Azure Key Vault REST API error codes", 403. */
const FORBIDDEN: ReadonlyMap<unknown, Refusal> = new Map([
  [
    'ForbiddenByFirewall',
    {
      headline: "The key vault's firewall blocks this computer.",
      advice: "Allow this computer's IP address on the key vault's Networking page, or use a network that's allowed.",
    },
  ],
  [
    'SecretDisabled',
    { headline: 'The secret is disabled.', advice: 'Enable it in the key vault, or enter another version.' },
  ],
]);

/** 7.4 is served in every cloud. */
const API_VERSION = '7.4';

/**
 * Reads one secret from an Azure Key Vault. `accessToken` is for the vaults of the connection's cloud; it goes to that vault
 * alone. Never rejects. Source: Microsoft Learn, "Get Secret" of the Key Vault REST API.
 */
export async function readVaultSecret(options: NetworkOptions, request: VaultRequest): Promise<VaultReading> {
  const { cloud, accessToken, signal, now } = request;
  const read = readSecretIdentifier(request.identifier, cloud);
  if (!read.ok) return { ok: false, headline: read.problem, advice: CORRECT_IDENTIFIER, details: [] };
  const { base, name, version } = read.value;
  const path = `/secrets/${name}${version === null ? '' : `/${version}`}?api-version=${API_VERSION}`;
  const answer = await ask(options, { cloud, customCloud: null }, { base, path, accessToken, signal });
  const details = detailsOf([['Key Vault', answer]]);
  if (!isGood(answer))
    return { ok: false, ...refusalOf(vaultWords(read.value, innerCode(answer)), answer, now), details };
  const { value } = answer.json;
  if (typeof value === 'string' && value !== '') return { ok: true, value };
  return {
    ok: false,
    headline: `The secret "${name}" is empty.`,
    advice: 'Enter the identifier of the secret that contains the refresh token.',
    details,
  };
}

/** A key vault's refusals. `innerCode` is the reason in its 403. */
function vaultWords({ vault, name }: VaultSecret, innerCode: unknown): ServiceWords {
  return {
    name: `Key Vault ${vault}`,
    unauthorized: {
      headline: `Key Vault ${vault} refused the token.`,
      advice: "Check that the key vault belongs to this connection's tenant, then try again.",
    },
    forbidden: FORBIDDEN.get(innerCode) ?? {
      headline: `Key Vault ${vault} doesn't let this account read its secrets.`,
      advice: 'Assign the role Key Vault Secrets User, or the access policy "Get" for secrets, then try again.',
    },
    missing: { headline: `Key Vault ${vault} has no secret named "${name}".`, advice: CORRECT_IDENTIFIER },
  };
}

const WithInnerCode = v.object({ error: v.object({ innererror: v.object({ code: v.string() }) }) });

function innerCode(answer: ProbeAnswer): string | null {
  const read = v.safeParse(WithInnerCode, answer.kind === 'reply' ? answer.json : null);
  return read.success ? read.output.error.innererror.code : null;
}
