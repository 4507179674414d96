import { questionOfMove } from '../../agent/handlers/move-question';
import type { RequestOf } from '../../agent/requests';
import type { ConnectionSettings } from '../../core/model/connection';
import { nameInCommand } from '../../core/setup/commands';
import { askForConnections } from '../all-connections';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { connectionJson } from '../output/connection-json';
import { askWhether } from '../prompts/ask';
import { canAsk } from '../prompts/can-ask';
import { makeSure } from '../prompts/make-sure';
import { applicationSaid, type CredentialFlags, type Offered, readCredential } from './credential-flags';
import { askCredential, askSettings } from './questions';
import { checkSettings, customCloudOf, type Draft, isEmpty, readSettings, type SettingsFlags } from './settings-flags';

type Flags = SettingsFlags & CredentialFlags & { readonly yes?: true };
type Change = RequestOf<'edit'>['change'];

interface Edited {
  readonly change: Change;
  readonly offered: Offered | null;
}

/** Changes what the options say or, when they say nothing, what a person answers. */
export async function edit(cli: Cli, flags: Flags, name = ''): Promise<void> {
  const draft = await readSettings(flags);
  const isSaid = !isEmpty(draft) || applicationSaid(flags) !== null;
  if (!isSaid && !canAsk()) throw new CommandError(2, 'Nothing to change: name at least one option, such as --tenant.');
  const { id, settings: before, holds } = await cli.ask({ kind: 'settings', wanted: name });
  // A person takes their time: others may have the folder meanwhile.
  if (canAsk()) await cli.session.close();
  const { change, offered } = isSaid ? await asSaid(cli, draft, flags, before) : await asAnswered(cli, before);
  const question = questionOfMove(holds, before, { ...before, ...change });
  if (question) {
    const { message, detail, yes } = question;
    await makeSure(cli, flags.yes === true, { question: `${message} ${detail}`, yes });
  }
  const { connection } = await cli.ask({ kind: 'edit', wanted: id, change, credential: offered });
  if (cli.terminal.json) return cli.terminal.printJson(connectionJson(connection));
  const isChanged = offered !== null || Object.keys(change).length > 0;
  cli.terminal.print(isChanged ? `Changed "${connection.name}".` : 'Nothing changed.');
  if (holds.includes('refresh-token') && connection.issuedAt === null)
    cli.terminal.note(`Next, sign in: partner-token sign-in ${nameInCommand(connection)}`);
}

async function asSaid(cli: Cli, draft: Draft, flags: Flags, before: ConnectionSettings): Promise<Edited> {
  const { addresses, ...said } = draft;
  const cloud = said.cloud ?? before.cloud;
  const isMoved = said.cloud !== undefined || Object.keys(addresses).length > 0;
  const moved = isMoved ? { customCloud: customCloudOf(cloud, addresses, before.customCloud) } : {};
  const change = { ...said, ...moved };
  const kind = applicationSaid(flags) ?? before.application.kind;
  checkSettings({ ...before, ...change, application: { kind } });
  return { change, offered: await readCredential(cli, flags) };
}

async function asAnswered(cli: Cli, before: ConnectionSettings): Promise<Edited> {
  const names = (await askForConnections(cli, '')).connections
    .map(({ name }) => name)
    .filter((name) => name !== before.name);
  await cli.session.close();
  const { application, ...after } = await askSettings(cli, { addresses: {} }, before, names, before.application.kind);
  checkSettings({ ...before, ...after }, null, names);
  const what = application.kind === 'certificate' ? 'certificate' : 'client secret';
  const isReplaced = application.kind !== 'public' && (await askWhether(`Replace the ${what}?`, 'Replace', cli.signal));
  return {
    change: differences(before, after),
    offered: isReplaced ? await askCredential(cli, application.kind) : null,
  };
}

function differences(before: ConnectionSettings, after: Change): Change {
  const was = new Map(Object.entries(before));
  const entries = Object.entries(after).filter(
    ([key, value]) => JSON.stringify(was.get(key)) !== JSON.stringify(value),
  );
  return Object.fromEntries(entries);
}
