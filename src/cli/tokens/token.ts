import { MINUTE } from '../../core/model/time';
import type { Cli } from '../command';

export async function token(cli: Cli, _options: object, name = ''): Promise<void> {
  const { accessToken } = await cli.ask({
    kind: 'access-token',
    wanted: name,
    validFor: 5 * MINUTE,
    resource: null,
    processId: process.pid,
  });
  cli.terminal.print(accessToken);
}
