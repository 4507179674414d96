import { changeOn, noButton, passing, type Rows } from './row';

const REPLACE = 'Choose another name for the secret, or replace what it holds.';

/**
 * What can keep a key vault from being kept up to date. Source: Microsoft Learn, "Azure Key Vault REST API error codes" and "Azure Key
 * Vault soft-delete overview".
 */
export const KEY_VAULT = {
  'vault/unknown-host': passing(
    "The key vault's name couldn't be looked up.",
    'Check the network connection, and whether the key vault was deleted.',
  ),
  'vault/not-a-vault': noButton(
    "What answers at this address isn't a key vault.",
    'Check the address, and whether the key vault was deleted.',
  ),
  'vault/wrong-cloud': noButton(
    'The key vault asks for a sign-in to another cloud.',
    "Use a key vault in this connection's cloud.",
  ),
  'vault/other-tenant': noButton(
    'The key vault belongs to another tenant.',
    "Use a credential of the key vault's tenant.",
  ),
  'vault/unauthorized': noButton(
    'The key vault refused the token.',
    "Check that the credential is of the key vault's tenant.",
  ),
  'vault/policy': noButton(
    "The key vault's access policies don't allow it.",
    'Add an access policy with "Get" and "Set" for secrets.',
  ),
  'vault/rbac': noButton(
    'The credential has no role that allows it.',
    'Assign the role Key Vault Secrets Officer. It can take 10 minutes to apply.',
  ),
  'vault/firewall': noButton(
    "The key vault's firewall blocks this computer.",
    "Allow this computer's IP address on the key vault's Networking page.",
  ),
  'vault/throttled': passing('The key vault is limiting requests.'),
  'vault/server-error': passing('The key vault had an internal error.'),
  'vault/deleted': noButton(
    'The secret was deleted, and its name stays reserved.',
    'In the key vault, choose "Manage deleted secrets", then recover or purge it.',
  ),
  'vault/disabled': noButton(
    'The newest version of the secret is disabled.',
    'Enable it in the key vault, or replace what the secret holds.',
  ),
  'vault/not-a-token': noButton('The secret holds something other than a refresh token.', REPLACE),
  'vault/other-account': noButton("The secret holds another account's refresh token.", REPLACE),
  'vault/other-value': noButton(
    'A secret for application ID, client secret, or tenant ID holds another value.',
    REPLACE,
  ),
  'vault/refused': noButton('The key vault refused the request.', 'Check the address and the names.'),
  'vault/consent': changeOn('api-permissions', 'wait')(
    'The application has no permission for Key Vault.',
    'Add the permission "Azure Key Vault, user_impersonation" to its registration and grant consent, or use another credential.',
  ),
  'vault/no-identity': noButton(
    'This computer gave no token of a managed identity.',
    'Assign one to it in Azure, or use another credential.',
  ),
  'vault/no-connection': noButton(
    "The connection that is to give access to the key vault doesn't exist.",
    'Use another credential.',
  ),
} satisfies Rows;
