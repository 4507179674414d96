import type { VaultSettings } from '../../core/model/vault';
import type { Question } from './questions';

/** What a person is asked before a refresh token is kept in a key vault from now on. */
export function setUpQuestion(name: string, { url, secretName, names }: VaultSettings): Question {
  const secret = names.applicationSecret === null ? '' : ' and its client secret';
  return {
    message: `Keep the refresh token of "${name}" in Key Vault?`,
    detail: `The app writes it${secret} to the secret "${secretName}" of ${url}, now and after each refresh. Anyone who can read it there can act as the partner user without MFA.`,
    yes: 'Set up Key Vault',
  };
}

/** And before what a key vault holds is replaced, whatever it is. */
export function replaceQuestion(name: string, { url, secretName }: VaultSettings): Question {
  return {
    message: `Replace what the secret "${secretName}" holds?`,
    detail: `The app writes the refresh token of "${name}" to ${url} as the newest version. What the secret holds now stays there as an older version.`,
    yes: 'Replace',
  };
}
