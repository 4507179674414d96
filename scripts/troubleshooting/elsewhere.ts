import type { ProbeAnswer } from '../../src/core/api-check/api-check';
import { VAULT_FORBIDDEN, VAULT_PROBLEMS, vaultWords } from '../../src/core/api-check/key-vault';
import { EXCHANGE_WORDS, GRAPH_WORDS } from '../../src/core/api-check/other-resources';
import { PARTNER_CENTER_WORDS } from '../../src/core/api-check/partner-center';
import { type Refusal, refusalOf, type ServiceWords } from '../../src/core/api-check/refusal';
import { LOOKUP_PROBLEMS } from '../../src/core/expiry/credential-expiry';
import { CERTIFICATE_PROBLEMS } from '../../src/core/validation/certificate';
import { TEXT_PROBLEMS } from '../../src/core/validation/refresh-token';

type Row = readonly [what: string, advice: string];

/** What a person can be told that is no failure of a refresh or a sign-in, from the data of the app. */
export function renderElsewhere(): string {
  return `## Importing a refresh token: before Entra ID is asked

${list(Object.values(TEXT_PROBLEMS))}

## Testing a connection

${rows(partnerCenter())}

${rows([...refusals(GRAPH_WORDS), ...refusals(EXCHANGE_WORDS)])}

And of each of them, and of a Key Vault:

${rows(ofEveryService())}

## Reading a refresh token from a Key Vault

${rows(keyVault())}

## Looking up when a secret or certificate expires

${rows(Object.values(LOOKUP_PROBLEMS).map(({ what, advice }) => [what, advice]))}

## Opening a certificate file

${list(Object.values(CERTIFICATE_PROBLEMS))}
`;
}

function partnerCenter(): Row[] {
  const { noMfa, perhapsNoMfa, unauthorized, noRole, otherTenant, answersWithoutMfa } = PARTNER_CENTER_WORDS;
  const told = [noMfa, perhapsNoMfa, unauthorized, noRole('USER'), otherTenant('TENANT'), answersWithoutMfa('COMPANY')];
  return told.map(rowOf);
}

function refusals({ unauthorized, forbidden }: ServiceWords): Row[] {
  return [unauthorized, forbidden].map(rowOf);
}

function ofEveryService(): Row[] {
  const nothing = { headline: '', advice: '' };
  const service: ServiceWords = { name: 'SERVICE', unauthorized: nothing, forbidden: nothing };
  const codes = [
    'ENOTFOUND',
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'ERR_PROXY_CONNECTION_FAILED',
    'CERT_UNTRUSTED',
  ];
  const answers: ProbeAnswer[] = [
    ...[...codes, 'ERR_INTERNET_DISCONNECTED'].map((code) => ({ kind: 'network', code }) as const),
    ...[407, 429, 503, 418, 200].map(
      (status) =>
        ({ kind: 'reply', status, json: null, retryAfter: null, date: null, isMfaCompliant: null, ids: [] }) as const,
    ),
  ];
  return answers
    .map((answer) => rowOf(refusalOf(service, answer, 0)))
    .map(([what, advice]) => [what.replace('418', 'NUMBER'), advice]);
}

function keyVault(): Row[] {
  const { unknownCloud, noSecret, emptySecret } = VAULT_PROBLEMS;
  const inner = Object.keys(VAULT_FORBIDDEN).map((code) => vaultWords('NAME', code).forbidden);
  return [
    ...refusals(vaultWords('NAME', null)),
    ...[...inner, unknownCloud, noSecret('NAME', 'SECRET'), emptySecret('SECRET')].map(rowOf),
  ];
}

function rowOf({ headline, advice }: Refusal): Row {
  return [headline, advice];
}

function rows(told: readonly Row[]): string {
  const lines = told.map(([what, advice]) => `| ${what} | ${advice} |`);
  return ['| What happened | What to do |', '|---|---|', ...lines].join('\n');
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}
