import type { CloudName } from '../model/clouds';
import type { Resource } from '../model/connection';
import { connectExchange, harmlessCall, inShell, type SnippetPlace } from './snippets';

/** What a line or a script with `partner-token` is for. */
export const COMMAND_FORMS = [
  'shell',
  'partner-center',
  'exchange-online',
  'graph',
  'python',
  'node',
  'dotnet',
  'curl',
] as const;
export type CommandForm = (typeof COMMAND_FORMS)[number];

const MODULES = ['partner-center', 'exchange-online', 'graph'] as const;

export type CommandPlace = SnippetPlace & { readonly id: string; readonly name: string };

/** The forms that make sense in a cloud: PowerShell's modules know Microsoft's clouds only. */
export function commandFormsFor(cloud: CloudName): readonly CommandForm[] {
  const isMicrosofts = cloud !== 'custom' && cloud !== 'practice';
  return isMicrosofts ? COMMAND_FORMS : COMMAND_FORMS.filter((form) => !MODULES.some((module) => module === form));
}

/**
 * A line or a script that gets its tokens from `partner-token` while it runs: no secret is in it. Sources: PartnerCenter module,
 * `Connect-PartnerCenter`; Exchange Online PowerShell, `Connect-ExchangeOnline`; Microsoft Graph PowerShell, `Connect-MgGraph`.
 */
export function commandIn(form: CommandForm, place: CommandPlace): string {
  const name = nameInCommand(place);
  const tokenFor = (kind: Resource['kind'], flag: string) =>
    `partner-token token ${name}${place.resource.kind === kind ? '' : ` --resource ${flag}`}`;
  switch (form) {
    case 'shell':
      return `partner-token token ${name}`;
    case 'partner-center':
      return [
        `$token = ${tokenFor('partner-center', 'partner-center')}`,
        `Connect-PartnerCenter -AccessToken $token${environment(PARTNER_CENTER_ENVIRONMENTS, place)}`,
      ].join('\n');
    case 'exchange-online':
      return [`$token = ${tokenFor('exchange-online', 'exchange')}`, connectExchange(place)].join('\n');
    case 'graph':
      return [
        `$token = ${tokenFor('graph', 'graph')} | ConvertTo-SecureString -AsPlainText -Force`,
        `Connect-MgGraph -AccessToken $token -NoWelcome${environment(GRAPH_ENVIRONMENTS, place)}`,
      ].join('\n');
    case 'python':
      return `partner-token exec ${name} -- python script.py`;
    case 'node':
      return `partner-token exec ${name} -- node script.js`;
    case 'dotnet':
      return `partner-token exec ${name} -- dotnet run`;
    case 'curl':
      return `curl -H "$(partner-token token ${name} --format header)" -H 'Accept: application/json' ${inShell(harmlessCall(place))}`;
  }
}

/** In double quotes, these mean nothing to a POSIX shell, to PowerShell, or to cmd. */
const PLAIN_NAME = /^[\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N} ._()&,+/:@#-]*$/u;

/** A name in quotes, as every shell understands it; for any other name the ID. */
export function nameInCommand({ id, name }: Pick<CommandPlace, 'id' | 'name'>): string {
  return PLAIN_NAME.test(name) ? `"${name}"` : id;
}

type Environments = Partial<Readonly<Record<CloudName, string>>>;

const PARTNER_CENTER_ENVIRONMENTS: Environments = { 'us-government': 'AzureUSGovernment', china: 'AzureChinaCloud' };
/** US Government is GCC High, as its endpoints are. */
const GRAPH_ENVIRONMENTS: Environments = { 'us-government': 'USGov', china: 'China' };

function environment(environments: Environments, { cloud }: CommandPlace): string {
  const name = environments[cloud];
  return name === undefined ? '' : ` -Environment ${name}`;
}
