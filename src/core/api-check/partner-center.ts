import { isKnown, rowOf } from '../failures/catalogue';
import { isGuid } from '../model/new-id';
import type { EpochMs } from '../model/time';
import type { ApiCheck, ProbeAnswer, TokenFacts } from './api-check';
import {
  codeOf,
  type Fact,
  found,
  isGood,
  mfaInWords,
  type Refusal,
  refusalOf,
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

/**
 * Judges `GET /v1/profiles/organization`, `/v1/profiles/mpn` and `/v1/customers?size=1`.
 * Source: Microsoft Learn, "Partner Center REST API", "Multifactor authentication (MFA) for the partner API".
 */
export function checkPartnerCenter(probe: PartnerCenterProbe): ApiCheck {
  const { organization, mpn, customers, token } = probe;
  const hasMfa = mfaOf(probe);
  const facts: Fact[] = [
    ['Organization', textOf(organization, 'companyName')],
    ['Tenant', textOf(organization, 'tenantId') ?? token?.tenantId ?? null],
    ['Partner ID', textOf(mpn, 'mpnId')],
    ['MFA', mfaInWords(hasMfa)],
    ['Customers', isGood(customers) ? 'can be read' : null],
  ];
  return found(outcomeOf(probe, hasMfa), facts, [
    ['Organization', organization],
    ['Partner ID', mpn],
    ['Customers', customers],
  ]);
}

/** What is wrong, or a sentence of what works. */
function outcomeOf(probe: PartnerCenterProbe, hasMfa: boolean | null): Refusal | string {
  const { organization, customers } = probe;
  const company = textOf(organization, 'companyName');
  if (company === null) return refused(probe, hasMfa, organization);
  const accepts = `Partner Center accepts the token for ${company}`;
  const elsewhere = otherTenant(probe);
  if (elsewhere !== null)
    return {
      headline: `Partner Center accepts the token, but for a different tenant than this connection's: ${elsewhere}.`,
      advice: "Correct this connection's tenant, or sign in with a user of that tenant.",
      remedy: 'edit-connection',
    };
  if (!isGood(customers)) {
    const refusal = refused(probe, hasMfa, customers);
    const reason = refusal.reason ?? refusal.headline;
    return { ...refusal, headline: `${accepts}, but customers can't be read.`, reason };
  }
  return hasMfa === false ? withoutMfa(`${accepts}, but the token has no MFA claim.`) : `${accepts}.`;
}

function withoutMfa(headline: string): Refusal {
  return { headline, advice: rowOf(NO_MFA).advice, remedy: 'sign-in' };
}

/** Why Partner Center refused, by its own code where the catalogue has it. */
function refused(probe: PartnerCenterProbe, hasMfa: boolean | null, answer: ProbeAnswer): Refusal {
  const code = catalogued(answer);
  if (code === NO_MFA || !isKnown(code)) return refusalOf(wordsOf(probe, hasMfa), answer, probe.now);
  const { what, advice, remedy } = rowOf(code);
  return { headline: what, advice, ...(remedy === 'wait' ? {} : { remedy }) };
}

/** The key of its own code in the catalogue. */
function catalogued(answer: ProbeAnswer): string {
  return `partner-center/${codeOf(answer)}`;
}

function wordsOf({ username }: PartnerCenterProbe, hasMfa: boolean | null): ServiceWords {
  const because = hasMfa === null ? ', most likely because' : ' because';
  return {
    name: 'Partner Center',
    unauthorized: hasMfa
      ? {
          headline: 'Partner Center refused the token.',
          advice:
            'Check that this is a partner tenant, and that an admin granted consent for "user_impersonation" of Microsoft Partner Center in the app registration.',
          remedy: 'open-app-registration',
        }
      : withoutMfa(`Partner Center refused the token${because} it has no MFA claim.`),
    forbidden: {
      headline: `${username} doesn't have a role that Partner Center requires.`,
      advice:
        'In Partner Center, under Account settings > User management, assign this user the role Admin agent, Sales agent, or Helpdesk agent. Then test again.',
    },
  };
}

/** Its own code for a token without MFA, in the body of a 401. */
const NO_MFA = 'partner-center/900421';

/** Partner Center's own word first; the token's only when that is silent. */
function mfaOf({ organization, mpn, customers, token }: PartnerCenterProbe): boolean | null {
  for (const answer of [organization, mpn, customers]) {
    if (answer.kind !== 'reply') continue;
    if (catalogued(answer) === NO_MFA) return false;
    if (answer.isMfaCompliant !== null) return answer.isMfaCompliant;
  }
  return token?.methods?.includes('mfa') ?? null;
}

/** The tenant that Partner Center named, when it is another than the connection's. */
function otherTenant({ tenant, token, organization }: PartnerCenterProbe): string | null {
  const theirs = textOf(organization, 'tenantId');
  const ours = isGuid(tenant) ? tenant : (token?.tenantId ?? null);
  return theirs === null || ours === null || theirs.toLowerCase() === ours.toLowerCase() ? null : theirs;
}
