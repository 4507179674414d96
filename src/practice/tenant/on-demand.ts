import { DAY, type EpochMs, HOUR } from '../../core/model/time';
import { EntraError, longTimestamp, timeSpan } from '../wire/entra-error';
import { PARTNER } from './directory';
import { PARTNER_CENTER } from './resources';

/** An error that nothing has caused, worded with likely figures: as if 90 days, or the limit in question, had passed. */
export function onDemand(code: number, now: EpochMs): EntraError {
  const age = code === 70043 ? HOUR : code === 700084 ? DAY : 90 * DAY;
  return new EntraError(code, {
    app: PARTNER.clientId,
    appName: 'Harbour automation',
    tenant: PARTNER.organization,
    resource: PARTNER_CENTER.uri,
    redirectUri: PARTNER.redirectUri,
    asked: PARTNER.redirectUri,
    scope: `${PARTNER_CENTER.uri}/user_impersonation`,
    issuedOn: longTimestamp(now - age),
    validFrom: longTimestamp(now - HOUR),
    span: timeSpan(age),
    seconds: String(age / 1000),
    what: 'The certificate with identifier used to sign the client assertion is not registered on application.',
    reason: 'The key was not found.',
    thumbprint: 'unknown',
    found: '',
    now: longTimestamp(now),
    from: longTimestamp(now - HOUR),
    until: longTimestamp(now - HOUR / 2),
    parameter: 'scope',
    value: 'unknown',
    grantType: 'unknown',
    responseMode: 'unknown',
    responseType: 'unknown',
  });
}
