import type { Refusal, ServiceWords } from './refusal';

const CORRECT = 'Correct the secret identifier, then try again.';

/** Why a key vault does not give what was asked for. */
export const VAULT_PROBLEMS = {
  unknownCloud: { headline: "Key Vault isn't available for this cloud.", advice: 'Paste the refresh token instead.' },
  badIdentifier: (problem: string) => ({ headline: problem, advice: CORRECT }),
  noSecret: (vault: string, name: string) => ({
    headline: `Key Vault ${vault} has no secret named "${name}".`,
    advice: CORRECT,
  }),
  emptySecret: (name: string) => ({
    headline: `The secret "${name}" is empty.`,
    advice: 'Enter the identifier of the secret that contains the refresh token.',
  }),
} as const;

/** By the inner code of a 403. Source: Microsoft Learn, "Azure Key Vault REST API error codes", 403. */
const VAULT_FORBIDDEN: Readonly<Record<string, Refusal>> = {
  ForbiddenByFirewall: {
    headline: "The key vault's firewall blocks this computer.",
    advice: "Allow this computer's IP address on the key vault's Networking page, or use a network that's allowed.",
  },
  SecretDisabled: {
    headline: 'The secret is disabled.',
    advice: 'Enable it in the key vault, or enter another version.',
  },
};

/** A key vault's refusals. `innerCode` is the reason in its 403. */
export function vaultWords(vault: string, innerCode: unknown): ServiceWords {
  const forbidden =
    typeof innerCode === 'string' && Object.hasOwn(VAULT_FORBIDDEN, innerCode) ? VAULT_FORBIDDEN[innerCode] : undefined;
  return {
    name: `Key Vault ${vault}`,
    unauthorized: {
      headline: `Key Vault ${vault} refused the token.`,
      advice: "Check that the key vault belongs to this connection's tenant, then try again.",
    },
    forbidden: forbidden ?? {
      headline: `Key Vault ${vault} doesn't let this account read its secrets.`,
      advice: 'Assign the role Key Vault Secrets User, or the access policy "Get" for secrets, then try again.',
    },
  };
}
