import { isGuid } from '../model/new-id';
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
  "Sign in again and complete MFA. If you aren't asked for MFA, ask the tenant admin to require it for this user (security defaults or Conditional Access).";

/** What Partner Center says no to, and what is wrong although it answers. `who` and `where` are fit to show. */
const PARTNER_CENTER_WORDS = {
  noMfa: {
    headline: 'Partner Center refused the token because it has no MFA claim.',
    advice: SIGN_IN_WITH_MFA,
    remedy: 'sign-in',
  },
  perhapsNoMfa: {
    headline: 'Partner Center refused the token, most likely because it has no MFA claim.',
    advice: SIGN_IN_WITH_MFA,
    remedy: 'sign-in',
  },
  unauthorized: {
    headline: 'Partner Center refused the token.',
    advice:
      'Check that this is a partner tenant, and that an admin granted consent for "user_impersonation" of Microsoft Partner Center in the app registration.',
    remedy: 'open-app-registration',
  },
  noRole: (who: string) => ({
    headline: `${who} doesn't have a role that Partner Center requires.`,
    advice:
      'In Partner Center, under Account settings > User management, assign this user the role Admin agent, Sales agent, or Helpdesk agent. Then test again.',
  }),
  otherTenant: (where: string) => ({
    headline: `Partner Center accepts the token, but for a different tenant than this connection's: ${where}.`,
    advice: "Correct this connection's tenant, or sign in with a user of that tenant.",
    remedy: 'edit-connection' as const,
  }),
  answersWithoutMfa: (company: string) => ({
    headline: `Partner Center accepts the token for ${company}, but the token has no MFA claim.`,
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
    ['Organization', company],
    ['Tenant', textOf(organization, 'tenantId') ?? probe.token?.tenantId ?? null],
    ['Partner ID', textOf(mpn, 'mpnId')],
    ['MFA', hasMfa === null ? 'unknown' : hasMfa ? 'yes' : 'no'],
    ['Customers', isGood(customers) ? 'can be read' : null],
  ]);
  const details = detailsOf([
    ['Organization', organization],
    ['Partner ID', mpn],
    ['Customers', customers],
  ]);
  const judge = (refusal: Refusal | null, headline: string): ApiCheck =>
    refusal === null
      ? { ok: true, headline, facts, advice: null, remedy: null, details }
      : refusedCheck(refusal, facts, details);

  if (company === null) return judge(refusalOf(services, organization, now), '');
  const elsewhere = otherTenant(probe);
  if (elsewhere !== null) return judge(elsewhere, '');
  if (!isGood(customers)) return judge(partly(company, refusalOf(services, customers, now)), '');
  if (hasMfa === false) return judge(PARTNER_CENTER_WORDS.answersWithoutMfa(company), '');
  return judge(null, `Partner Center accepts the token for ${company}.`);
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
  const headline = `Partner Center accepts the token for ${company}, but customers can't be read.`;
  return { ...refusal, headline, reason: refusal.reason ?? refusal.headline };
}
