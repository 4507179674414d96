import type { ConnectionFacts } from '../../../src/agent/answers';
import { DAY } from '../../../src/core/model/time';

export const NOW = Date.UTC(2026, 10, 29, 12);

/** A connection that is fine. */
export function facts(name: string, change: Partial<ConnectionFacts> = {}): ConnectionFacts {
  return {
    id: '0123456789abcdef0123456789abcdef',
    name,
    cloud: 'global',
    cloudLabel: 'Global',
    tenant: 'contoso.example',
    clientId: '11111111-2222-3333-4444-555555555555',
    application: 'secret',
    resource: { kind: 'partner-center' },
    resourceLabel: 'Partner Center',
    redirectUri: 'http://localhost:8400/',
    signInMethod: 'system-browser',
    now: NOW,
    status: 'fine',
    statusText: 'Fine, 90 days left',
    account: 'alex@contoso.example',
    hasMfa: true,
    issuedAt: NOW,
    expiresAt: NOW + 90 * DAY,
    endsWith: 'lifetime',
    refreshAt: NOW + DAY,
    credentialExpiresAt: null,
    trouble: null,
    exportedInUse: 0,
    vault: null,
    ...change,
  };
}
