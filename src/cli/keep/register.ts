import { type Command, Option } from 'commander';
import { works } from '../command';
import type { Terminal } from '../output/terminal';
import type { KeepOptions } from './plan';

const MORE = `
It tells what happens, a line of JSON for each event on standard output, and notifications on standard error as well.
SIGTERM and Ctrl+C end it once the exchange under way is kept; SIGHUP has it read its settings and the webhook secret
again. The webhook's address can be in PARTNER_TOKEN_TRAY_WEBHOOK, and its secret in PARTNER_TOKEN_TRAY_WEBHOOK_SECRET.

Examples:
  partner-token keep
  partner-token keep --log text --listen 127.0.0.1:9469
  partner-token keep --once --fail-within 14d
  partner-token keep --webhook https://example.com/hooks/tokens --webhook-secret-file webhook.key`;

/** The keeper without a desktop. */
export function registerKeep(program: Command, terminal: Terminal): void {
  works<KeepOptions>(
    program
      .command('keep')
      .description('keep the connections refreshed, without a desktop, until it is stopped')
      .option('--once', 'refresh what is due, tell how it went, and end with the exit code of status')
      .option('--fail-within <span>', 'with --once, what counts as soon: 14d unless told otherwise')
      .addOption(new Option('--log <format>', 'how events are printed').choices(['json', 'text']).default('json'))
      .option('--listen <address>', 'serve /healthz and /metrics on this computer, such as 127.0.0.1:9469')
      .option('--webhook <address>', 'post notifications there')
      .addOption(
        new Option('--webhook-format <format>', 'what the receiver takes')
          .choices(['json', 'teams', 'slack'])
          .default('json'),
      )
      .option('--webhook-secret-file <file>', 'sign what is posted with the secret in this file')
      .option('--notify-command <command>', 'hand notifications to a command, as JSON on its standard input')
      .addHelpText('after', MORE),
    terminal,
    async () => (await import('./keep')).keep,
  );
}
