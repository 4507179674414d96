import type { Command } from 'commander';
import { works } from '../command';
import type { Terminal } from '../output/terminal';

/** The commands that hand out tokens. */
export function registerTokens(program: Command, terminal: Terminal): void {
  works(
    program
      .command('token')
      .argument('<name>', 'the connection')
      .description('print an access token')
      .option('--min-valid <span>', 'how long it works at least', '5m')
      .option('--resource <resource>', 'graph, exchange, partner-center, or scopes')
      .option('--format <format>', 'raw, header, json, env, or powershell', 'raw'),
    terminal,
    async () => (await import('./token')).token,
  );
}
