import { DEFAULT_INTERVAL } from '../../core/expiry/lifetime';
import { type ConnectionSettings, DEFAULT_REDIRECT_URI } from '../../core/model/connection';
import { nameInCommand } from '../../core/setup/commands';
import { isExchangeClient } from '../../core/validation/sign-in-methods';
import { askForConnections } from '../all-connections';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { connectionJson } from '../output/connection-json';
import { canAsk } from '../prompts/can-ask';
import { applicationSaid, type CredentialFlags, type Offered, PUBLIC, readCredential } from './credential-flags';
import { askCredential, askSettings, usualMethod } from './questions';
import { checkSettings, customCloudOf, type Draft, readSettings, type SettingsFlags } from './settings-flags';

type Flags = SettingsFlags & CredentialFlags;

interface New {
  readonly settings: ConnectionSettings;
  readonly offered: Offered;
}

const PARTNER_CENTER = { kind: 'partner-center' } as const;
const DAILY = { kind: 'every', interval: DEFAULT_INTERVAL } as const;

/** Adds a connection. What the options don't say is asked for on a terminal, and named elsewhere. */
export async function add(cli: Cli, flags: Flags): Promise<void> {
  const draft = await readSettings(flags);
  checkSaid(draft, flags);
  const missing = missingIn(draft, flags);
  if (missing.length > 0 && !canAsk())
    throw new CommandError(2, `Without a terminal to ask on, ${missing.join(', ')} can't be left out.`);
  const { settings, offered } =
    missing.length > 0 ? await askForTheRest(cli, draft, flags) : await asSaid(cli, draft, flags);
  const { connection } = await cli.ask({ kind: 'add', settings, ...offered });
  if (cli.terminal.json) return cli.terminal.printJson(connectionJson(connection));
  cli.terminal.print(`Added "${connection.name}".`);
  cli.terminal.note(`Next, sign in: partner-token sign-in ${nameInCommand(connection)}`);
}

async function asSaid(cli: Cli, draft: Draft, flags: Flags): Promise<New> {
  const settings = filledIn(draft, flags);
  return { settings, offered: (await readCredential(cli, flags)) ?? PUBLIC };
}

async function askForTheRest(cli: Cli, draft: Draft, flags: Flags): Promise<New> {
  const names = (await askForConnections(cli, '')).connections.map(({ name }) => name);
  // A person takes their time: others may have the folder meanwhile.
  await cli.session.close();
  if (draft.name !== undefined) checkSettings(filledIn(draft, flags), ['name'], names);
  const said = await readCredential(cli, flags);
  const asked = await askSettings(cli, draft, {}, names, applicationSaid(flags));
  const settings = { ...asked, schedule: draft.schedule ?? DAILY };
  checkSettings(settings, null, names);
  return { settings, offered: said ?? (await askCredential(cli, settings.application.kind)) };
}

/** Whoever has said something wrong is told so before they are asked for more. */
function checkSaid(draft: Draft, flags: Flags): void {
  const { signInMethod, ...others } = draft;
  // How somebody may sign in depends on how the application authenticates.
  const isKnown = signInMethod !== undefined && applicationOf(draft, flags) !== null;
  const method = isKnown ? ['signInMethod'] : [];
  checkSettings(filledIn(draft, flags), [...Object.keys(others), ...Object.keys(draft.addresses), ...method]);
}

function missingIn(draft: Draft, flags: Flags): string[] {
  const { name, cloud, addresses, tenant, clientId } = draft;
  const isCustom = cloud === 'custom';
  const needed = {
    '--name': name,
    ...(isCustom ? { '--authority': addresses.authority } : {}),
    ...(isCustom ? { '--partner-center': addresses.partnerCenter, '--scope': addresses.scope } : {}),
    '--tenant': tenant,
    '--client-id': clientId,
    '--secret-stdin, --secret-file, --certificate, or --public': applicationOf(draft, flags) ?? undefined,
  };
  return Object.entries(needed).flatMap(([option, value]) => (value === undefined ? [option] : []));
}

/** How the application authenticates, as far as that is said: Exchange Online's own is a public client. */
function applicationOf({ clientId = '' }: Draft, flags: Flags) {
  return applicationSaid(flags) ?? (isExchangeClient(clientId) ? 'public' : null);
}

/** The settings that are said, with what is usual in the place of what isn't. */
function filledIn(draft: Draft, flags: Flags): ConnectionSettings {
  const { addresses, ...said } = draft;
  const cloud = said.cloud ?? 'global';
  const settings = {
    ...{ name: '', tenant: '', clientId: '', resource: PARTNER_CENTER, redirectUri: DEFAULT_REDIRECT_URI },
    application: { kind: applicationOf(draft, flags) ?? 'secret' },
    schedule: DAILY,
    ...said,
    cloud,
    customCloud: customCloudOf(cloud, addresses),
  };
  return { ...settings, signInMethod: said.signInMethod ?? usualMethod(settings) };
}
