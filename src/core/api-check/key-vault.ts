import type { VaultSecret } from '../validation/key-vault';
import type { Refusal, ServiceWords } from './refusal';

export const CORRECT_IDENTIFIER = 'Correct the secret identifier, then try again.';

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

/** A key vault's refusals. `innerCode` is the reason in its 403. */
export function vaultWords({ vault, name }: VaultSecret, innerCode: unknown): ServiceWords {
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

export function emptySecret({ name }: VaultSecret): Refusal {
  return {
    headline: `The secret "${name}" is empty.`,
    advice: 'Enter the identifier of the secret that contains the refresh token.',
  };
}
