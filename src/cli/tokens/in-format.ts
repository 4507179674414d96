import { inPowerShell, inShell } from '../../core/setup/snippets';
import { TOKEN_VARIABLE, type TokenFormat } from './formats';

/** An access token on one line, as a script wants it. */
export function inFormat(format: Exclude<TokenFormat, 'json'>, accessToken: string): string {
  switch (format) {
    case 'raw':
      return accessToken;
    case 'header':
      return `Authorization: Bearer ${accessToken}`;
    case 'env':
      return `export ${TOKEN_VARIABLE}=${inShell(accessToken)}`;
    case 'powershell':
      return `$env:${TOKEN_VARIABLE} = ${inPowerShell(accessToken)}`;
  }
}
