import type { EpochMs } from '../model/time';
import type { ApiCheck, ProbeAnswer, TokenFacts } from './api-check';
import { type Fact, found, isGood, mfaInWords, refusalOf, type ServiceWords, shown, textOf } from './refusal';

const GRAPH: ServiceWords = {
  name: 'Microsoft Graph',
  unauthorized: {
    headline: 'Microsoft Graph refused the token.',
    advice: 'Sign in again. If this happens again, check the API permissions of the app registration.',
    remedy: 'sign-in',
  },
  forbidden: {
    headline: "Microsoft Graph doesn't let this application read the user's profile.",
    advice: 'Add the delegated permission "User.Read" in the app registration, then sign in with consent.',
    remedy: 'open-app-registration',
  },
};

/** Judges `GET /v1.0/me` and `/v1.0/organization`; that the latter may not be read is no trouble. */
export function checkGraph(probe: {
  readonly token: TokenFacts | null;
  readonly me: ProbeAnswer;
  readonly organization: ProbeAnswer;
  readonly now: EpochMs;
}): ApiCheck {
  const { token, me, organization, now } = probe;
  const user = textOf(me, 'userPrincipalName') ?? textOf(me, 'displayName');
  const facts: Fact[] = [['User', user], ['Organization', first(organization, 'displayName')], ...tokenFacts(token)];
  const outcome = user === null ? refusalOf(GRAPH, me, now) : `${GRAPH.name} accepts the token for ${user}.`;
  return found(outcome, facts, [
    ['User', me],
    ['Organization', organization],
  ]);
}

const EXCHANGE: ServiceWords = {
  name: 'Exchange Online',
  unauthorized: {
    headline: 'Exchange Online refused the token.',
    advice: 'Sign in again. If this happens again, check the application and its API permissions.',
    remedy: 'sign-in',
  },
  forbidden: {
    headline: "The user doesn't have a role that can read the configuration of Exchange Online.",
    advice: 'Assign the user a role in Exchange Online, such as View-Only Organization Management, then test again.',
  },
};

/** Judges `Get-OrganizationConfig`, which changes nothing. */
export function checkExchange(probe: {
  readonly token: TokenFacts | null;
  readonly organization: ProbeAnswer;
  readonly now: EpochMs;
}): ApiCheck {
  const { token, organization, now } = probe;
  const name = first(organization, 'DisplayName') ?? first(organization, 'Name');
  const outcome =
    name === null ? refusalOf(EXCHANGE, organization, now) : `${EXCHANGE.name} accepts the token for ${name}.`;
  return found(outcome, [['Organization', name], ...tokenFacts(token)], [['Organization', organization]]);
}

/** For an API of which this app knows no harmless call, an access token is all that can be tested. */
export function checkByToken(token: TokenFacts | null): ApiCheck {
  const headline = "Entra ID issued an access token for this API. This app can't test the API itself.";
  return found(headline, tokenFacts(token), []);
}

/** What the token says: for whom it is, what it allows, and how the user signed in. */
function tokenFacts(token: TokenFacts | null): readonly Fact[] {
  if (token === null) return [['Token', "can't be read by this app"]];
  const { audience, tenantId, scopes, methods } = token;
  return [
    ['Token for', shown(audience)],
    ['Tenant', shown(tenantId)],
    ['Permissions', shown(scopes.join(', '))],
    ['Signed in with', shown(methods?.join(', '))],
    ['MFA', mfaInWords(methods?.includes('mfa') ?? null)],
  ];
}

/** A text of the first entry of an OData list. */
function first(answer: ProbeAnswer, key: string): string | null {
  if (!isGood(answer) || !Array.isArray(answer.json.value)) return null;
  const entry: unknown = answer.json.value[0];
  return typeof entry === 'object' && entry !== null ? shown(Reflect.get(entry, key)) : null;
}
