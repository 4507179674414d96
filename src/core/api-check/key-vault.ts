import type { Refusal, ServiceWords } from './refusal';

const CORRECT = 'Correct the secret identifier and try again.';

/** Why a vault has not what was asked for. */
export const VAULT_PROBLEMS = {
  unknownCloud: { headline: 'Of this cloud no Key Vault is known.', advice: CORRECT },
  badIdentifier: (problem: string) => ({ headline: problem, advice: CORRECT }),
  noSecret: (vault: string, name: string) => ({
    headline: `The vault ${vault} has no secret "${name}".`,
    advice: CORRECT,
  }),
  emptySecret: (name: string) => ({
    headline: `The secret "${name}" is empty.`,
    advice: 'Check which secret holds the refresh token.',
  }),
} as const;

/** By the inner code of a 403. Source: Microsoft Learn, "Azure Key Vault REST API error codes", 403. */
const VAULT_FORBIDDEN: Readonly<Record<string, Refusal>> = {
  ForbiddenByFirewall: {
    headline: 'The firewall of the vault does not let this computer in.',
    advice: "Allow this computer's address in the vault, Networking, or read the secret from a network that may.",
  },
  SecretDisabled: {
    headline: 'The secret is disabled.',
    advice: 'Enable it in the vault, or choose another version.',
  },
};

/** A vault's refusals. `innerCode` is what its 403 says more closely. */
export function vaultWords(vault: string, innerCode: unknown): ServiceWords {
  const forbidden =
    typeof innerCode === 'string' && Object.hasOwn(VAULT_FORBIDDEN, innerCode) ? VAULT_FORBIDDEN[innerCode] : undefined;
  return {
    name: `The vault ${vault}`,
    unauthorized: {
      headline: `The vault ${vault} refused the token.`,
      advice: 'Check that the vault belongs to the tenant of this connection, then try again.',
    },
    forbidden: forbidden ?? {
      headline: `The vault ${vault} does not let this user read its secrets.`,
      advice: 'Give the user the role Key Vault Secrets User, or the access policy "Get" for secrets, then try again.',
    },
  };
}
