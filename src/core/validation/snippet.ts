import type { ClientAuthentication } from '../model/credential';
import { isGuid } from '../model/new-id';
import { secretProblem } from './client-secret';
import { levelsOf, valuesNamed } from './named-values';
import { apiOf, cloudsIn, type NamedApi, type NamedCloud, placesIn } from './pasted-addresses';
import { isApi } from './permission';
import { readRefreshToken } from './refresh-token';
import { redirectUriProblem, tenantProblem } from './settings';
import { isExchangeClient, isLoopback } from './sign-in-methods';

/** What a script, a configuration, an address, or the reply of a command says of a connection. */
export interface Snippet {
  readonly cloud?: NamedCloud;
  readonly tenant?: string;
  readonly clientId?: string;
  /** Where it is said without a secret, which says it too. */
  readonly application?: Exclude<ClientAuthentication['kind'], 'secret'>;
  readonly secret?: string;
  readonly resource?: NamedApi;
  readonly redirectUri?: string;
  readonly refreshToken?: string;
}

/** What was found in a text, and sentences of what was not taken from it. They repeat nothing of the text. */
export interface Reading {
  readonly found: Snippet;
  readonly left: readonly string[];
}

/** No script is as long; what is, is not searched. */
const LONGEST = 100_000;

const TENANT = String.raw`(?:(?:partner|csp)[ _-]?)?tenant(?:[ _-]?(?:id|domain|name))?|directory \(tenant\) id|primary domain|tenantDefaultDomain`;
const CLIENT = String.raw`(?:app(?:lication)?|client)[ _-]?id|application \(client\) id|username`;
const SECRET = String.raw`(?:app(?:lication)?|client)[ _-]?secret(?:[ _-]?(?:value|text))?(?: \([^)\r\n]{1,80}\))?|secret[ _]?(?:text|value)|appkey`;
const PASSWORD = 'password';
const USER = 'user(?:name|[ _-]?principal[ _-]?name)?|upn';
const SCOPE = 'scopes?|resource|audience';
const REDIRECT = 'redirect[ _-]?uris?|reply[ _-]?urls?';
const PUBLIC = 'isFallbackPublicClient|allowPublicClient';
const CERTIFICATE = '(?:client[ _-]?)?certificate[ _-]?(?:thumbprint|path|name)';

/** `[PSCredential]::new('ID', (ConvertTo-SecureString 'SECRET' …))`, and as New-Object takes it. */
const CREDENTIAL =
  /PSCredential\]?(?:::new)?\s{0,9}(?:-ArgumentList\s{1,9})?\(?\s{0,9}["']([\da-f-]{36})["'](?:\s{0,9},\s{0,9}\(?\s{0,9}ConvertTo-SecureString\s{1,9}(?:-String\s{1,9})?["']([^"'\r\n]+)["'])?/gi;
const SECURE = /ConvertTo-SecureString\s{1,9}(?:-String\s{1,9})?(?:"([^"$\r\n]+)"|'([^'$\r\n]+)')/gi;
/** How Entra ID makes them. Source: Microsoft Purview, "Client secret / API key entity definition" (Azure AD client secret). */
const OF_ENTRA = /(?<![\w.~-])[\w.~-]{3}\dQ~[\w.~-]{31,37}(?![\w.~-])/g;

/**
 * Takes a pasted text for what it says of a connection: PowerShell, JSON of the Azure CLI, environment variables, labels and addresses
 * of the portal, the output of the app's own scripts. What is said twice and differently is left to the person.
 */
export function readPaste(text: string): Reading {
  if (text.length > LONGEST) return { found: {}, left: ['This text is too long. Copy only the part with the values.'] };
  const levels = levelsOf(text);
  const places = placesIn(text);
  const left: string[] = [];
  const only = (what: string, ...sources: ReadonlyArray<readonly string[]>): string | undefined => {
    const candidates = sources.find((source) => source.length > 0) ?? [];
    if (candidates.length > 1) left.push(`The text has more than one ${what}. Enter the right one.`);
    return candidates.length === 1 ? candidates[0] : undefined;
  };
  const matches = (pattern: RegExp, ...groups: readonly number[]) => [
    ...new Set(Array.from(text.matchAll(pattern), (match) => groups.map((group) => match[group]).find(Boolean) ?? '')),
  ];

  const tenants = valuesNamed(TENANT, levels, (value) => tenantProblem(value) === null);
  const tenant = only('tenant', ...preferred(tenants), ...preferred(places.tenants));
  const clientId = only(
    'application (client) ID',
    valuesNamed(CLIENT, levels, (value) => isGuid(value) && !isApi(value)),
    places.clientIds,
    matches(CREDENTIAL, 1).filter(isGuid),
  );
  const isUsers = valuesNamed(USER, levels, (value) => value.includes('@')).length > 0;
  const passwords = valuesNamed(PASSWORD, levels, isSecret);
  if (isUsers && passwords.length > 0) left.push("A user's password is left out. The app doesn't use it.");
  const refresh = readToken(text);
  if (refresh === 'several') left.push('The text has more than one refresh token. Import the right one later.');
  const token = refresh === 'several' ? undefined : refresh;
  const secret = only(
    'client secret',
    valuesNamed(SECRET, levels, isSecret),
    isUsers ? [] : passwords,
    matches(CREDENTIAL, 2).filter((value) => isSecret(value)),
    matches(OF_ENTRA, 0),
    isUsers ? [] : matches(SECURE, 1, 2).filter((value) => isSecret(value) && value !== token),
    text.match(/^\$secret\s*=/im) ? valuesNamed('secret', levels, isSecret) : [],
  );
  const clouds = cloudsIn(text);
  if (clouds.length > 1) left.push('The text names more than one cloud. Choose the right one.');
  const scopes = valuesNamed(SCOPE, levels, (value) => apiOf(decoded(value)) !== null).map((value) =>
    apiOf(decoded(value)),
  );
  const [resource, ...otherResources] = new Set(scopes);
  const redirects = valuesNamed(
    REDIRECT,
    levels,
    (value) => value.length <= 2000 && redirectUriProblem(decoded(value)) === null,
  ).map(decoded);
  const redirectUri = redirects.find(isLoopback) ?? only('redirect URI', redirects);
  const application = kindIn(levels, clientId);
  const [cloud] = clouds;
  const named: Snippet = {
    ...(clouds.length === 1 && cloud !== undefined ? { cloud } : {}),
    ...(tenant === undefined ? {} : { tenant }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(secret === undefined ? {} : { secret }),
    ...(secret !== undefined || application === null ? {} : { application }),
    ...(resource == null || otherResources.length > 0 ? {} : { resource }),
    ...(redirectUri === undefined ? {} : { redirectUri }),
    ...(token === undefined ? {} : { refreshToken: token }),
  };
  return withUnlabeled(named, left, text);
}

/**
 * The same, for a text that is pasted into a field of its own: `null` unless it names several values, or one as PowerShell or the portal
 * does. A value alone is what the field is for.
 */
export function readSnippet(text: string): Snippet | null {
  const { found } = readPaste(text);
  const { cloud: _, resource: __, ...values } = found;
  const count = Object.keys(values).length;
  const isAddress = /^\s*\S+:\/\/\S+\s*$/.test(text);
  if (isAddress) return found.clientId === undefined ? null : found;
  if (!/[=:\s]/.test(text.trim()) || count === 0) return null;
  const isPowerShell = /^\s*\$\w+\s*=\s*\S/.test(text);
  return count > 1 || isPowerShell ? found : null;
}

/** A GUID says more than the domains that go with it. */
function preferred(tenants: readonly string[]): ReadonlyArray<readonly string[]> {
  return [tenants.filter(isGuid), tenants];
}

/** A word of prose is none: `password: see below`. */
function isSecret(value: string, isBare = false): boolean {
  return secretProblem(value) === null && !(isBare && value.length < 8);
}

/** A refresh token by its name, or one that is all there is. Entra ID's begin with a version. */
function readToken(text: string): string | undefined | 'several' {
  const read = readRefreshToken(text, 'global');
  if (!read.ok) return read.problem.includes('several refresh tokens') ? 'several' : undefined;
  const isNamed = /refresh[_-]?token/i.test(text);
  return isNamed || /^[01]\.[\w.-]{200,}$/.test(read.token) ? read.token : undefined;
}

function kindIn(levels: readonly string[], clientId: string | undefined): 'public' | 'certificate' | null {
  if (clientId !== undefined && isExchangeClient(clientId)) return 'public';
  if (valuesNamed(CERTIFICATE, levels, () => true).length > 0) return 'certificate';
  return valuesNamed(PUBLIC, levels, (value) => value.toLowerCase() === 'true').length > 0 ? 'public' : null;
}

/** As it is in the query of an address. */
function decoded(value: string): string {
  if (!/%[\da-f]{2}/i.test(value)) return value;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** Of a few words without any labels, what each must be by its form; two GUIDs look alike. */
function withUnlabeled(found: Snippet, left: readonly string[], text: string): Reading {
  const hasNames = found.tenant !== undefined || found.clientId !== undefined || found.refreshToken !== undefined;
  if (hasNames || left.length > 0) return { found, left };
  const words = text.split(/[\s,;|]+/).filter((word) => word !== '');
  const guids = [...new Set(words.filter(isGuid).map((word) => word.toLowerCase()))];
  const domains = words.filter((word) => !isGuid(word) && tenantProblem(word) === null && !/^https?:/.test(word));
  const [guid, ...otherGuids] = guids;
  const [domain, ...otherDomains] = domains;
  const isShort = words.length <= 8;
  if (isShort && domain !== undefined && otherDomains.length === 0 && otherGuids.length === 0)
    return { found: { ...found, tenant: domain, ...(guid === undefined ? {} : { clientId: guid }) }, left };
  if (otherGuids.length > 0) return { found, left: [UNLABELED] };
  if (guid !== undefined && words.length - (found.secret === undefined ? 0 : 1) === 1) return { found, left: [ALONE] };
  return { found, left: Object.keys(found).length > 0 ? left : [NOTHING] };
}

const UNLABELED = "The GUIDs in this text aren't labeled. Paste each into its field.";
const ALONE = 'A GUID can be a tenant or an application. Paste it into its field.';
const NOTHING = 'Nothing in this text is labeled as a tenant, an application ID, or a secret.';
