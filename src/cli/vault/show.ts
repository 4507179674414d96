import type { ConnectionFacts } from '../../agent/answers';
import type { Cli } from '../command';
import { findConnection } from '../connections/connections';
import { paintFor } from '../output/color';
import { connectionJson, vaultJson } from '../output/connection-json';
import { dateTimeOf, NOTHING, untilOf } from '../output/dates';
import { harmless } from '../output/harmless';
import { type Cell, formatFacts, lookOf } from '../output/table';

/** Prints the key vault of a connection, and how far it is behind. */
export async function showVault(cli: Cli, _options: object, name = ''): Promise<void> {
  const connection = await findConnection(cli, name);
  const { id, name: full, vault } = connection;
  const { terminal } = cli;
  if (terminal.json) return terminal.printJson({ connection: { id, name: full }, vault: vaultJson(connection) });
  if (vault) terminal.print(formatFacts(factsOf(connection, vault), lookOf(process.stdout, paintFor())));
  else terminal.note(`"${harmless(full)}" has no key vault. Set one up: partner-token vault set`);
}

/** Prints what has become of a connection's key vault. */
export function printVault({ terminal }: Cli, connection: ConnectionFacts): void {
  const { name, vault } = connection;
  if (terminal.json) terminal.printJson(connectionJson(connection));
  else terminal.print(`"${harmless(name)}": ${vault ? `${vault.text}.` : 'its key vault is no longer updated.'}`);
}

function factsOf(
  { now }: ConnectionFacts,
  { settings, text, credentialText, writtenAt, retryAt, trouble }: NonNullable<ConnectionFacts['vault']>,
): readonly (readonly [string, Cell])[] {
  const { url, secretName, names, disableOldVersions } = settings;
  const others = [names.applicationId, names.applicationSecret, names.tenantId].filter((one) => one !== null);
  return [
    ['State', { text, tone: trouble ? 'bad' : 'good' }],
    ...(trouble ? ([['Problem', `${trouble.what} ${trouble.advice} (${trouble.code})`]] as const) : []),
    ...(trouble ? ([['Next try', untilOf(retryAt, now)]] as const) : []),
    ['Last written', writtenAt === null ? NOTHING : dateTimeOf(writtenAt)],
    ['Key vault', url],
    ['Secret', secretName],
    ...(others.length > 0 ? ([['Other secrets', others.join(', ')]] as const) : []),
    ['Credential', credentialText],
    ['Old versions', disableOldVersions ? 'disabled' : 'stay enabled'],
  ];
}
