import type { ConnectionFacts } from '../../agent/answers';
import type { Cli } from '../command';
import { paintFor } from '../output/color';
import { dateTimeOf, expiryOf, NOTHING, untilOf } from '../output/dates';
import { type Cell, formatFacts, lookOf } from '../output/table';
import { readSpan } from '../span';
import { findConnections, type ListOptions, printConnections } from './list';
import { prometheusText } from './prometheus';
import { mfaOf, STATUS_COLUMNS, stateOf } from './rows';
import { judge } from './verdict';

export interface StatusOptions extends ListOptions {
  readonly failWithin?: string;
  readonly format: 'table' | 'prometheus';
}

/** Prints how connections are. With `--fail-within`, the exit code tells whether all is well. */
export async function status(cli: Cli, options: StatusOptions, name = ''): Promise<number> {
  const within = options.failWithin === undefined ? null : readSpan(options.failWithin, '--fail-within');
  const fleet = await findConnections(cli, name, options);
  const [only] = fleet.connections;
  if (options.format === 'prometheus') cli.terminal.print(prometheusText(fleet));
  else if (name !== '' && only && !cli.terminal.json) printFacts(cli, only, fleet.trouble);
  else printConnections(cli, fleet, options, STATUS_COLUMNS);
  if (within === null) return 0;
  const { code, words } = judge(fleet, within);
  if (words !== '' && words !== fleet.trouble) cli.terminal.note(words);
  return code;
}

function printFacts({ terminal }: Cli, connection: ConnectionFacts, trouble: string | null): void {
  const paint = paintFor();
  terminal.print(formatFacts(factsOf(connection), lookOf(process.stdout, paint)));
  if (trouble !== null) terminal.note(trouble);
}

function factsOf(connection: ConnectionFacts): readonly (readonly [string, Cell])[] {
  const { now, issuedAt, expiresAt, endsWith, refreshAt, trouble, exportedInUse } = connection;
  return [
    ['Name', { text: connection.name, tone: 'strong' }],
    ['State', stateOf(connection)],
    ...(trouble ? ([['Problem', `${trouble.what} ${trouble.advice}`]] as const) : []),
    ['Account', connection.account ?? NOTHING],
    ['MFA', mfaOf(connection)],
    ['Issued', issuedAt === null ? NOTHING : dateTimeOf(issuedAt)],
    [endsWith === 'sign-in' ? 'Sign-in expires' : 'Expires', expiryOf(expiresAt, now)],
    ['Next refresh', untilOf(refreshAt, now)],
    ...credentialFacts(connection),
    ['Exported tokens in use', String(exportedInUse)],
    ...vaultFacts(connection),
    ['Resource', connection.resourceLabel],
    ['Cloud', connection.cloudLabel],
    ['Tenant', connection.tenant],
    ['Application ID', connection.clientId],
    ['ID', connection.id],
  ];
}

/** A public client has none. */
function credentialFacts({
  application,
  credentialExpiresAt,
  now,
}: ConnectionFacts): readonly (readonly [string, Cell])[] {
  if (application === 'public') return [];
  const label = application === 'certificate' ? 'Certificate expires' : 'Client secret expires';
  return [[label, expiryOf(credentialExpiresAt, now)]];
}

function vaultFacts({ vault }: ConnectionFacts): readonly (readonly [string, Cell])[] {
  if (!vault) return [];
  const { text, trouble } = vault;
  return [['Key Vault', trouble ? { text: `${text} (${trouble.code})`, tone: 'bad' } : text]];
}
