import type { Cli } from '../command';
import { isoTime } from '../output/connection-json';
import { readSpan } from '../span';
import { type AccessToken, obtainAccessToken, systemExpiry } from './access-token';
import type { TokenFormat } from './formats';
import { inFormat } from './in-format';
import { readResource } from './resource';

export interface TokenOptions {
  readonly minValid: string;
  readonly resource?: string;
  readonly format: TokenFormat;
  readonly json?: true;
}

/** Prints an access token, and nothing else. */
export async function token(cli: Cli, options: TokenOptions, name = ''): Promise<void> {
  const format = options.json ? 'json' : options.format;
  const resource = readResource(options.resource);
  const obtained = await obtainAccessToken(cli, name, resource, readSpan(options.minValid, '--min-valid'));
  if (format === 'json') cli.terminal.printJson(tokenJson(obtained));
  else cli.terminal.print(inFormat(format, obtained.accessToken));
}

/** As `az account get-access-token` names what it prints, and more. Stable: fields are added, never renamed or taken away. */
function tokenJson(obtained: AccessToken) {
  const { accessToken, audience, connection } = obtained;
  const expiresOn = systemExpiry(obtained);
  return {
    accessToken,
    expiresOn: isoTime(expiresOn),
    expires_on: Math.floor(expiresOn / 1000),
    resource: audience,
    tenant: connection.tenant,
    tokenType: 'Bearer',
    account: connection.account,
    connection: connection.name,
  };
}
