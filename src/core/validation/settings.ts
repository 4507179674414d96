import type { ConnectionSettings } from '../model/connection';
import type { Credential } from '../model/credential';
import { isGuid } from '../model/new-id';
import { resourceProblem } from '../model/resource';
import { parseUrl } from '../model/url';
import { secretProblem } from './client-secret';
import { type CloudField, cloudProblems } from './cloud-validation';
import { borrowingProblem, methodProblem } from './sign-in-methods';

const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/i;
/** Tenant words that Entra ID accepts and that mean "whoever signs in": a connection needs one tenant. */
const SHARED_TENANTS = new Set(['common', 'organizations', 'consumers']);

/** A part of a connection's settings that can be wrong. */
export type SettingsField = CloudField | Exclude<keyof ConnectionSettings, 'application' | 'customCloud' | 'schedule'>;

/** What is wrong with a connection's name, or `null`. `others` are the names already taken. */
export function nameProblem(name: string, others: readonly string[]): string | null {
  const trimmed = name.trim();
  if (trimmed === '') return 'Enter a name, such as the market or tenant that this connection is for.';
  if (trimmed.length > 60) return `Use up to 60 characters. This name has ${trimmed.length}.`;
  if (/\p{Cc}/u.test(trimmed)) return 'Use only printable characters in the name.';
  const key = trimmed.toLocaleLowerCase();
  if (others.some((other) => other.trim().toLocaleLowerCase() === key))
    return 'Another connection has this name. Enter a different one.';
  return null;
}

/** What is wrong with a tenant, or `null`: it must be a GUID or a verified domain. */
export function tenantProblem(tenant: string): string | null {
  const value = tenant.trim();
  if (value === '') return 'Enter the tenant ID (a GUID) or a verified domain, such as contoso.onmicrosoft.com.';
  if (SHARED_TENANTS.has(value.toLowerCase()))
    return `"${value}" means any tenant. Enter your partner tenant's ID or domain.`;
  if (value.includes('@')) return 'This looks like a user name. Enter only the domain, the part after the @.';
  if (value.includes('/')) return 'This looks like a web address. Enter only the tenant ID or domain.';
  if (isGuid(value) || DOMAIN.test(value)) return null;
  return "This isn't a GUID or a domain. Copy the tenant ID from Entra ID > Overview.";
}

/** What is wrong with an application (client) ID, or `null`: it must be a GUID. */
export function clientIdProblem(clientId: string): string | null {
  const value = clientId.trim();
  if (value === '') return 'Enter the application (client) ID. Find it in App registrations > your app > Overview.';
  if (isGuid(value)) return null;
  return 'This isn\'t a GUID. Copy "Application (client) ID" from App registrations > your app > Overview.';
}

/** What is wrong with a redirect URI, or `null`. Entra ID compares it letter by letter, so nothing is corrected here. */
export function redirectUriProblem(redirectUri: string): string | null {
  if (redirectUri === '') return "Enter the redirect URI exactly as it's registered.";
  if (redirectUri !== redirectUri.trim()) return 'Remove the spaces around the redirect URI.';
  const url = parseUrl(redirectUri);
  if (!url) return "This isn't a web address. A redirect URI starts with https:// or http://localhost.";
  if (url.hash !== '') return "A redirect URI can't contain #.";
  if (redirectUri.includes('*')) return "Wildcards aren't allowed. Enter the exact redirect URI.";
  if (url.username !== '' || url.password !== '') return "A redirect URI can't contain a user name.";
  const loopback = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && loopback)) return null;
  return 'Use https://, or http://localhost with a port, as registered.';
}

/** Every problem of a connection's settings at once, in words a person can act on, in the order of the form; what is fine is absent. */
export function settingsProblems(
  settings: ConnectionSettings,
  otherNames: readonly string[],
): Partial<Record<SettingsField, string>> {
  const found: Partial<Record<SettingsField, string | null>> = {
    name: nameProblem(settings.name, otherNames),
    ...cloudProblems(settings),
    tenant: tenantProblem(settings.tenant),
    clientId: clientIdProblem(settings.clientId) ?? borrowingProblem(settings),
    resource: resourceProblem(settings, settings.resource),
    redirectUri: redirectUriProblem(settings.redirectUri),
    signInMethod: methodProblem(settings),
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== null));
}

/** The first thing wrong with a connection's settings, or `null`. */
export function settingsProblem(settings: ConnectionSettings, otherNames: readonly string[]): string | null {
  return Object.values(settingsProblems(settings, otherNames))[0] ?? null;
}

/** Whether kept settings can be gone by. Parts of them become addresses: only what may be entered is let in. */
export function areUsable(settings: ConnectionSettings): boolean {
  const problems = [
    tenantProblem(settings.tenant),
    clientIdProblem(settings.clientId),
    ...Object.values(cloudProblems(settings)),
    resourceProblem(settings, settings.resource),
  ];
  return settings.name !== '' && problems.every((problem) => problem === null);
}

/** What is wrong with a credential, or `null`. Never repeats it. Whether a certificate is one was found out when its file was read. */
export function credentialProblem(credential: Credential): string | null {
  return credential.kind === 'secret' ? secretProblem(credential.clientSecret) : null;
}
