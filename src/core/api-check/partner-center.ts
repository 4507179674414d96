import { isGuid } from '../model/guid';
import type { EpochMs } from '../model/time';
import type { ApiCheck, ProbeAnswer, TokenFacts } from './api-check';
import {
  detailsOf,
  factsOf,
  isGood,
  type Refusal,
  refusalOf,
  refusedCheck,
  type ServiceWords,
  textOf,
} from './refusal';

/** What Partner Center answered, and who asked. */
export interface PartnerCenterProbe {
  /** The connection's tenant, a GUID or a domain. */
  readonly tenant: string;
  readonly username: string;
  readonly token: TokenFacts | null;
  readonly organization: ProbeAnswer;
  readonly mpn: ProbeAnswer;
  readonly customers: ProbeAnswer;
  readonly now: EpochMs;
}

const SIGN_IN_WITH_MFA =
  'Sign in again and complete MFA; if you are not asked for it, the tenant admin must require it of this user (security defaults or conditional access).';

/** What Partner Center says no to, and what is wrong although it answers. `who` and `where` are fit to show. */
const PARTNER_CENTER_WORDS = {
  noMfa: {
    headline: 'Partner Center refused the token, because it carries no MFA.',
    advice: SIGN_IN_WITH_MFA,
    remedy: 'sign-in',
  },
  perhapsNoMfa: {
    headline: 'Partner Center refused the token, most likely because it carries no MFA.',
    advice: SIGN_IN_WITH_MFA,
    remedy: 'sign-in',
  },
  unauthorized: {
    headline: 'Partner Center refused the token.',
    advice:
      'Check that this is the tenant of a partner, and that an admin consented to "user_impersonation" of Microsoft Partner Center in the app registration.',
    remedy: 'open-app-registration',
  },
  noRole: (who: string) => ({
    headline: `${who} has none of the roles that Partner Center asks for.`,
    advice:
      'In Partner Center, Account settings, User management, give this user the role Admin agent, Sales agent or Helpdesk agent, then test again.',
  }),
  otherTenant: (where: string) => ({
    headline: `Partner Center answers for another tenant than this connection's: ${where}.`,
    advice: 'Check the tenant of this connection, or sign in with a user of that tenant.',
    remedy: 'edit-connection' as const,
  }),
  answersWithoutMfa: (company: string) => ({
    headline: `Partner Center answers for ${company}, but the token carries no MFA.`,
    advice: SIGN_IN_WITH_MFA,
    remedy: 'sign-in' as const,
  }),
} as const satisfies Readonly<Record<string, Refusal | ((shown: string) => Refusal)>>;

/**
 * Judges `GET /v1/profiles/organization`, `/v1/profiles/mpn` and `/v1/customers?size=1`.
 * Source: Microsoft Learn, "Partner Center REST API", "Multifactor authentication (MFA) for the partner API".
 */
export function checkPartnerCenter(probe: PartnerCenterProbe): ApiCheck {
  const { organization, mpn, customers, now } = probe;
  const hasMfa = mfaOf(probe);
  const services = wordsOf(probe, hasMfa);
  const company = textOf(organization, 'companyName');
  const facts = factsOf([
    ['Organisation', company],
    ['Tenant', textOf(organization, 'tenantId') ?? probe.token?.tenantId ?? null],
    ['Partner ID', textOf(mpn, 'mpnId')],
    ['MFA', hasMfa === null ? 'not known' : hasMfa ? 'yes' : 'no'],
    ['Customers', isGood(customers) ? 'can be read' : null],
  ]);
  const details = detailsOf([
    ['Organisation', organization],
    ['Partner ID', mpn],
    ['Customers', customers],
  ]);
  const prove = (refusal: Refusal | null, headline: string): ApiCheck =>
    refusal === null
      ? { ok: true, headline, facts, advice: null, remedy: null, details }
      : refusedCheck(refusal, facts, details);

  if (company === null) return prove(refusalOf(services, organization, now), '');
  const elsewhere = otherTenant(probe);
  if (elsewhere !== null) return prove(elsewhere, '');
  if (!isGood(customers)) return prove(partly(company, refusalOf(services, customers, now)), '');
  if (hasMfa === false) return prove(PARTNER_CENTER_WORDS.answersWithoutMfa(company), '');
  return prove(null, `Partner Center answers for ${company}.`);
}

function wordsOf({ username }: PartnerCenterProbe, hasMfa: boolean | null): ServiceWords {
  const { noMfa, perhapsNoMfa, unauthorized, noRole } = PARTNER_CENTER_WORDS;
  return {
    name: 'Partner Center',
    unauthorized: hasMfa === null ? perhapsNoMfa : hasMfa ? unauthorized : noMfa,
    forbidden: noRole(username),
  };
}

/** Its own code for a token without MFA, in the body of a 401. */
const NO_MFA = '900421';

/** Partner Center's own word first; the token's only when that is silent. */
function mfaOf({ organization, mpn, customers, token }: PartnerCenterProbe): boolean | null {
  for (const answer of [organization, mpn, customers]) {
    if (answer.kind !== 'reply') continue;
    if (String(answer.json?.code) === NO_MFA) return false;
    if (answer.isMfaCompliant !== null) return answer.isMfaCompliant;
  }
  return token?.methods?.includes('mfa') ?? null;
}

function otherTenant({ tenant, token, organization }: PartnerCenterProbe): Refusal | null {
  const theirs = textOf(organization, 'tenantId');
  const ours = isGuid(tenant) ? tenant : (token?.tenantId ?? null);
  if (theirs === null || ours === null || theirs.toLowerCase() === ours.toLowerCase()) return null;
  return PARTNER_CENTER_WORDS.otherTenant(theirs);
}

function partly(company: string, refusal: Refusal): Refusal {
  const headline = `Partner Center answers for ${company}, but the customers can't be read.`;
  return { ...refusal, headline, reason: refusal.reason ?? refusal.headline };
}
