import { CLOUDS, type CloudName, type CustomCloud } from '../../core/model/clouds';
import {
  type ConnectionSettings,
  DEFAULT_REDIRECT_URI,
  type Resource,
  type SignInMethod,
} from '../../core/model/connection';
import type { ClientAuthentication } from '../../core/model/credential';
import { resourceProblem, scopesProblem } from '../../core/model/resource';
import { authorityProblem, partnerCenterProblem, scopeProblem } from '../../core/validation/cloud-validation';
import { clientIdProblem, nameProblem, redirectUriProblem, tenantProblem } from '../../core/validation/settings';
import { isExchangeClient, methodsFor } from '../../core/validation/sign-in-methods';
import type { Cli } from '../command';
import { askText, askWhich } from '../prompts/ask';
import { askForSecret, certificateIn, type Offered, PUBLIC } from './credential-flags';
import { FileError, readExtraCa } from './files';
import type { Draft } from './settings-flags';

type Application = ClientAuthentication['kind'];
/** What a question begins with. */
type Before = Partial<ConnectionSettings>;
type Place = Pick<ConnectionSettings, 'cloud' | 'customCloud'>;

/** Asks for everything that was not said, in the order of the app's form. Throws a {@link CommandError}. */
export async function askSettings(
  cli: Cli,
  draft: Draft,
  before: Before,
  otherNames: readonly string[],
  said: Application | null,
): Promise<Omit<ConnectionSettings, 'schedule'>> {
  const { signal } = cli;
  const text = (question: string, problemOf: (answer: string) => string | null, start: string | undefined) =>
    askText(question, problemOf, signal, start);
  const name = draft.name ?? (await text('Name', (answer) => nameProblem(answer, otherNames), before.name));
  const place = await askPlace(cli, draft, before);
  const tenant = draft.tenant ?? (await text('Tenant ID or domain', tenantProblem, before.tenant));
  const clientId = draft.clientId ?? (await text('Application (client) ID', clientIdProblem, before.clientId));
  const kind = said ?? before.application?.kind ?? (await askApplication(signal, clientId));
  const resource = draft.resource ?? (await askResource(signal, place, before.resource));
  const redirectUri =
    draft.redirectUri ??
    (await text('Redirect URI, as registered', redirectUriProblem, before.redirectUri ?? DEFAULT_REDIRECT_URI));
  const settled = {
    ...{ name: name.trim(), ...place, tenant: tenant.trim(), clientId: clientId.trim(), application: { kind } },
    ...{ resource, redirectUri },
  };
  return { ...settled, signInMethod: draft.signInMethod ?? (await askMethod(signal, settled, before.signInMethod)) };
}

/** Asks for what the application authenticates with. Throws a {@link CommandError}. */
export async function askCredential(cli: Cli, kind: Application): Promise<Offered> {
  if (kind === 'public') return PUBLIC;
  if (kind === 'secret') return askForSecret(cli);
  const question = 'File with the certificate and its private key';
  return askForFile(
    cli,
    question,
    (path) => (path === '' ? 'Enter a file.' : null),
    (path) => certificateIn(cli, [path]),
  );
}

/** Asks for a file until there is one that can be used. */
async function askForFile<T>(
  { signal, terminal }: Cli,
  question: string,
  problemOf: (path: string) => string | null,
  use: (path: string) => Promise<T>,
): Promise<T> {
  for (;;) {
    const path = await askText(question, (answer) => problemOf(answer.trim()), signal);
    try {
      return await use(path.trim());
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      terminal.note(error.words);
    }
  }
}

/** How somebody signs in who has not said how: in a way that works here and in the app. */
export function usualMethod(settings: Parameters<typeof methodsFor>[0]): SignInMethod {
  const methods = methodsFor(settings);
  return METHODS.find(({ value }) => methods.includes(value))?.value ?? 'app-window';
}

const METHODS = [
  { value: 'system-browser', label: 'In your browser' },
  { value: 'device-code', label: 'With a code, on any device' },
  { value: 'app-window', label: "In the app's window" },
] as const;

function askMethod(
  signal: AbortSignal,
  settings: Parameters<typeof methodsFor>[0],
  before: SignInMethod | undefined,
): Promise<SignInMethod> | SignInMethod {
  const methods = methodsFor(settings);
  const choices = METHODS.filter(({ value }) => methods.includes(value));
  const start = before !== undefined && methods.includes(before) ? before : usualMethod(settings);
  return choices.length < 2 ? start : askWhich('How to sign in', choices, signal, start);
}

/** Exchange Online's own application is a public client. */
function askApplication(signal: AbortSignal, clientId: string): Promise<Application> | Application {
  if (isExchangeClient(clientId)) return 'public';
  return askWhich<Application>(
    'How the application authenticates',
    [
      { value: 'secret', label: 'Client secret' },
      { value: 'certificate', label: 'Certificate' },
      { value: 'public', label: 'Not at all: it is a public client' },
    ],
    signal,
  );
}

async function askPlace(cli: Cli, draft: Draft, before: Before): Promise<Place> {
  const { signal } = cli;
  const { addresses } = draft;
  const cloud = draft.cloud ?? (await askCloud(signal, before.cloud));
  if (cloud !== 'custom') return { cloud, customCloud: null };
  const old = before.customCloud ?? undefined;
  const text = (question: string, problemOf: (answer: string) => string | null, start: string | undefined) =>
    askText(question, problemOf, signal, start);
  const customCloud: CustomCloud = {
    authority: addresses.authority ?? (await text('Authority', authorityProblem, old?.authority)),
    partnerCenter:
      addresses.partnerCenter ?? (await text('Partner Center address', partnerCenterProblem, old?.partnerCenter)),
    scope: addresses.scope ?? (await text('Partner Center scope', scopeProblem, old?.scope)),
    extraCa: addresses.extraCa ?? old?.extraCa ?? (draft.cloud ? null : await askExtraCa(cli)),
  };
  return { cloud, customCloud };
}

function askCloud(signal: AbortSignal, before: CloudName | undefined): Promise<CloudName> {
  const known = (['global', 'us-government', 'china', 'practice'] as const).map((value) => ({
    value,
    label: CLOUDS[value].label,
  }));
  return askWhich<CloudName>('Cloud', [...known, { value: 'custom', label: 'Custom' }], signal, before ?? 'global');
}

function askExtraCa(cli: Cli): Promise<string | null> {
  const question = "File with its authority's certificate (leave empty if the system trusts it)";
  return askForFile(
    cli,
    question,
    () => null,
    async (path) => (path === '' ? null : readExtraCa(path)),
  );
}

async function askResource(signal: AbortSignal, place: Place, before: Resource | undefined): Promise<Resource> {
  const choices = RESOURCES.filter(({ value }) => value === 'custom' || !resourceProblem(place, { kind: value }));
  const kind = await askWhich<Resource['kind']>('Resource', choices, signal, before?.kind ?? 'partner-center');
  if (kind !== 'custom') return { kind };
  const start = before?.kind === 'custom' ? before.scopes.join(' ') : '';
  const given = await askText('Scopes', (answer) => scopesProblem(wordsIn(answer)), signal, start);
  return { kind, scopes: wordsIn(given) };
}

const RESOURCES = [
  { value: 'partner-center', label: 'Partner Center' },
  { value: 'exchange-online', label: 'Exchange Online' },
  { value: 'graph', label: 'Microsoft Graph' },
  { value: 'custom', label: 'Other scopes' },
] as const;

function wordsIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '');
}
