import { DAY, type EpochMs, HOUR } from '../core/time';
import { PARTNER, PARTNER_CENTER } from './directory';
import { EntraError, longTimestamp, timeSpan } from './entra-error';

/** An error that nothing has caused, worded with likely figures: as if 90 days, or the limit in question, had passed. */
export function onDemand(code: number, now: EpochMs): EntraError {
  const age = code === 70043 ? HOUR : code === 700084 ? DAY : 90 * DAY;
  return new EntraError(code, {
    app: PARTNER.clientId,
    appName: 'Harbour automation',
    tenant: PARTNER.organization,
    user: '{EUII Hidden}',
    resource: PARTNER_CENTER.uri,
    redirectUri: PARTNER.redirectUri,
    asked: PARTNER.redirectUri,
    scope: `${PARTNER_CENTER.uri}/user_impersonation`,
    issuedOn: longTimestamp(now - age),
    validFrom: longTimestamp(now - HOUR),
    span: timeSpan(age),
    seconds: String(age / 1000),
    thumbprint: 'unknown',
    parameter: 'scope',
    value: 'unknown',
    grantType: 'unknown',
    responseMode: 'unknown',
    responseType: 'unknown',
  });
}
