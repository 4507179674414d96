import { type CustomCloud, cloudNameSchema } from '../../core/model/clouds';
import { type ConnectionSettings, type Schedule, signInMethodSchema } from '../../core/model/connection';
import { DAY, HOUR } from '../../core/model/time';
import { type SettingsField, settingsProblems } from '../../core/validation/settings';
import { CommandError } from '../command-error';
import { readSpan } from '../span';
import { readResource } from '../tokens/resource';
import { readExtraCa } from './files';

/** The options that say what a connection is. */
export interface SettingsFlags {
  readonly name?: string;
  readonly cloud?: string;
  readonly authority?: string;
  readonly partnerCenter?: string;
  readonly scope?: string;
  readonly extraCa?: string;
  readonly tenant?: string;
  readonly clientId?: string;
  readonly resource?: string;
  readonly redirectUri?: string;
  readonly signInMethod?: string;
  readonly refreshEvery?: string;
  readonly remindOnly?: true;
}

/** What was said of a connection: of its addresses perhaps only some. */
export type Draft = Partial<Omit<ConnectionSettings, 'application' | 'customCloud'>> & {
  readonly addresses: Partial<CustomCloud>;
};

/** The option that stands for each part of the settings. */
const OPTION_OF: Readonly<Record<SettingsField, string>> = {
  name: '--name',
  cloud: '--cloud',
  authority: '--authority',
  partnerCenter: '--partner-center',
  scope: '--scope',
  extraCa: '--extra-ca',
  tenant: '--tenant',
  clientId: '--client-id',
  resource: '--resource',
  redirectUri: '--redirect-uri',
  signInMethod: '--sign-in-method',
};

/** Reads what the options say. Throws a {@link CommandError} for what can't be meant; what is sensible, {@link checkSettings} says. */
export async function readSettings(flags: SettingsFlags): Promise<Draft> {
  const { name, authority, partnerCenter, scope, extraCa, tenant, clientId, redirectUri } = flags;
  const addresses = present({
    authority: authority?.replace(/\/$/, ''),
    partnerCenter: partnerCenter?.replace(/\/$/, ''),
    scope,
    extraCa: extraCa === undefined ? undefined : await readExtraCa(extraCa),
  });
  const isCustom = Object.keys(addresses).length > 0;
  return {
    ...present({
      name: name?.trim(),
      cloud: oneOf(cloudNameSchema.options, '--cloud', flags.cloud) ?? (isCustom ? 'custom' : undefined),
      tenant: tenant?.trim(),
      clientId: clientId?.trim(),
      resource: readResource(flags.resource) ?? undefined,
      redirectUri,
      signInMethod: oneOf(signInMethodSchema.options, '--sign-in-method', flags.signInMethod),
      schedule: scheduleIn(flags),
    }),
    addresses,
  };
}

/** Whether nothing was said. */
export function isEmpty({ addresses, ...rest }: Draft): boolean {
  return Object.keys(addresses).length + Object.keys(rest).length === 0;
}

/** A connection's addresses: those it has, and over them what was said. Nothing, unless its cloud is custom. */
export function customCloudOf(
  cloud: ConnectionSettings['cloud'],
  said: Partial<CustomCloud>,
  before: CustomCloud | null = null,
): CustomCloud | null {
  const isSaid = Object.keys(said).length > 0;
  // Said of another cloud, they are found fault with.
  if (cloud !== 'custom' && !isSaid) return null;
  return { authority: '', partnerCenter: '', scope: '', extraCa: null, ...before, ...said };
}

/** Throws a {@link CommandError} with the first thing that is wrong, and the option that says it. `only` looks at these parts. */
export function checkSettings(
  settings: ConnectionSettings,
  only: readonly string[] | null = null,
  otherNames: readonly string[] = [],
): void {
  for (const [field, problem] of Object.entries(settingsProblems(settings, otherNames))) {
    if (only && !only.includes(field)) continue;
    throw new CommandError(2, `${optionOf(field)}: ${problem}`);
  }
}

function optionOf(field: string): string {
  return Object.entries(OPTION_OF).find(([name]) => name === field)?.[1] ?? field;
}

function oneOf<const T extends string>(
  choices: readonly T[],
  option: string,
  given: string | undefined,
): T | undefined {
  if (given === undefined) return undefined;
  const chosen = choices.find((choice) => choice === given.toLowerCase());
  if (chosen !== undefined) return chosen;
  const last = choices.at(-1);
  throw new CommandError(
    2,
    `${option} can't be "${given.slice(0, 60)}". Use ${choices.slice(0, -1).join(', ')}, or ${last}.`,
  );
}

function scheduleIn({ refreshEvery, remindOnly }: SettingsFlags): Schedule | undefined {
  if (remindOnly) return { kind: 'remind-only' };
  if (refreshEvery === undefined) return undefined;
  const interval = readSpan(refreshEvery, '--refresh-every');
  if (interval >= HOUR && interval <= 30 * DAY) return { kind: 'every', interval };
  throw new CommandError(2, '--refresh-every has to be from 1h to 30d.');
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Without what is undefined. */
function present<T extends object>(values: T): Present<T> {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Present<T>;
}
