import * as v from 'valibot';
import { own, parseRetryAfter } from '../../core/failures/classify';
import type { OwnCode } from '../../core/failures/own';
import type { RawFailure } from '../../core/model/failure';
import type { Met } from '../http/fetch-within';

const ErrorBody = v.object({
  error: v.object({
    code: v.string(),
    message: v.optional(v.string(), ''),
    innererror: v.optional(v.object({ code: v.optional(v.string(), '') })),
  }),
});

/** By the inner code of a 403. Source: Microsoft Learn, "Azure Key Vault REST API error codes", "HTTP 403". */
const FORBIDDEN: ReadonlyMap<string, OwnCode> = new Map<string, OwnCode>([
  ['ForbiddenByPolicy', 'vault/policy'],
  ['AccessDenied', 'vault/policy'],
  ['ForbiddenByRbac', 'vault/rbac'],
  ['ForbiddenByFirewall', 'vault/firewall'],
  ['ForbiddenByConnection', 'vault/firewall'],
  ['SecretDisabled', 'vault/disabled'],
]);

/** Vaults that came before the inner codes tell them apart by their words only. */
const FORBIDDEN_IN_WORDS: ReadonlyArray<readonly [RegExp, OwnCode]> = [
  [/disabled secret/i, 'vault/disabled'],
  [/secrets \w+ permission/i, 'vault/policy'],
  [/client address/i, 'vault/firewall'],
];

/** What a vault's refusal means. Nothing of its words is kept: they name callers and addresses. */
export function refusalOf(met: Met): RawFailure {
  if (met.kind === 'network') {
    if (met.code === 'REDIRECTED' || met.code === 'WRONG_HOST') return own('vault/not-a-vault');
    const isNameless = /ENOTFOUND|NAME_NOT_RESOLVED/.test(met.code);
    return isNameless ? own('vault/unknown-host') : met;
  }
  const { status, headers, json } = met;
  const wait = parseRetryAfter(headers.get('retry-after'), headers.get('date'), Date.now());
  const waiting = (code: OwnCode): RawFailure => ({
    kind: 'known',
    failure: { code, ...(wait === null ? {} : { retryAfter: wait }) },
  });
  if (status === 407) return own('network/proxy');
  if (status === 429) return waiting('vault/throttled');
  if (status >= 500) return waiting('vault/server-error');
  const read = v.safeParse(ErrorBody, json);
  // A web page, say: of a captive portal, or of whatever has this name now.
  if (!read.success) return own('vault/not-a-vault');
  const { message, innererror } = read.output.error;
  if (status === 401) return own(/AKV10032/.test(message) ? 'vault/other-tenant' : 'vault/unauthorized');
  if (status === 409) return own('vault/deleted');
  if (status !== 403) return own('vault/refused');
  const inWords = FORBIDDEN_IN_WORDS.find(([words]) => words.test(message))?.[1];
  return own(FORBIDDEN.get(innererror?.code ?? '') ?? inWords ?? 'vault/rbac');
}
