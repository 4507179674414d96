import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Registration, type RegistrationScripts, registrationScripts } from '../../src/core/registration-scripts';
import { CONTOSO } from './world';

function scriptsFor(change: Partial<Registration> = {}): RegistrationScripts {
  const scripts = registrationScripts({ ...CONTOSO, certificate: null, ...change });
  if (scripts === null) throw new Error('no scripts');
  return scripts;
}

/** Says on standard error what az was asked, each argument ended by a zero and each call by another, and answers what the script needs. */
const AZ = String.raw`az() {
  for word in "$@"; do printf '%s\0' "$word" >&2; done
  printf '\0' >&2
  case "$*" in
    *'--query id'*) echo object-id ;;
    *oauth2PermissionScopes*) echo scope-id ;;
    *'--query appId'*) echo client-id ;;
    *'--query password'*) echo new-secret ;;
    *tenantId*) echo tenant-id ;;
  esac
}
`;

/** Runs a script with an az of our own, and gives one of its two streams. */
function run(script: string, stream: 'shown' | 'asked'): string {
  const redirect = stream === 'shown' ? 'exec 2>/dev/null' : 'exec 2>&1 >/dev/null';
  return execFileSync('bash', ['-c', `${redirect}; ${AZ}\n${script}`], { encoding: 'utf8' });
}

/** What was sent to Microsoft Graph. */
function bodies(script: string): unknown[] {
  const calls = run(script, 'asked').split('\0\0');
  return calls.flatMap((call) => {
    const words = call.split('\0');
    const at = words.indexOf('--body');
    return at < 0 ? [] : [JSON.parse(words[at + 1] ?? '')];
  });
}

describe('the script for Azure CLI', () => {
  it('registers the application with redirect URI, permission, secret and consent', () => {
    const { azureCli } = scriptsFor();
    const [application, grant] = bodies(azureCli);
    expect(application).toEqual({
      displayName: CONTOSO.name,
      signInAudience: 'AzureADMyOrg',
      web: { redirectUris: [CONTOSO.redirectUri] },
      requiredResourceAccess: [
        { resourceAppId: 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd', resourceAccess: [{ id: 'scope-id', type: 'Scope' }] },
      ],
      keyCredentials: [],
    });
    expect(grant).toEqual({
      clientId: 'object-id',
      consentType: 'AllPrincipals',
      resourceId: 'object-id',
      scope: 'user_impersonation',
    });
    const shown = run(azureCli, 'shown');
    expect(shown.match(/new-secret/g)).toHaveLength(1);
    expect(shown).toMatch(/Tenant: tenant-id\nApplication \(client\) ID: client-id\n$/);
  });

  it('takes every name and redirect URI as it is, and runs nothing of it', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(...`a'"\\$\`!;&|<>(){}*?~#@=- ’é😀`),
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(nasty, nasty, (name, redirectUri) => {
        const { azureCli } = scriptsFor({ name, redirectUri });
        // az would read a file: "@name" and "x=@name".
        expect(azureCli).not.toContain('@');
        const [application] = bodies(azureCli);
        const displayName = name.trim() || 'Partner Token Tray';
        expect(application).toMatchObject({ displayName, web: { redirectUris: [redirectUri] } });
      }),
      { numRuns: 10 },
    );
  });

  it('registers a public client without a secret', () => {
    const { azureCli } = scriptsFor({ application: { kind: 'public' } });
    expect(bodies(azureCli)[0]).toMatchObject({
      publicClient: { redirectUris: [CONTOSO.redirectUri] },
      isFallbackPublicClient: true,
    });
    expect(azureCli).not.toContain('credential reset');
  });

  it('uploads the chosen certificate, the first of its chain', () => {
    const pem = (body: string) => `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
    const change = { application: { kind: 'certificate' }, certificate: pem('AAEC\nAwQF') + pem('ZZZZ') } as const;
    expect(bodies(scriptsFor(change).azureCli)[0]).toMatchObject({
      keyCredentials: [{ type: 'AsymmetricX509Cert', usage: 'Verify', key: 'AAECAwQF' }],
    });
    expect(scriptsFor(change).graphPowerShell).toContain(`FromBase64String('AAECAwQF')`);
    expect(scriptsFor({ ...change, certificate: null }).azureCli).toContain('-in certificate.pem');
  });

  it('leaves out a tenant that is none, and the permissions of an API that only the person knows', () => {
    const resource = { kind: 'custom', scopes: ['https://a.example/b\n$(false)\u2028x'] } as const;
    const { azureCli } = scriptsFor({ tenant: '@/etc/passwd', resource });
    expect(azureCli).not.toContain('--tenant');
    expect(azureCli).toContain('#   https://a.example/b?$(false)?x\n');
    expect(bodies(azureCli)).toEqual([expect.objectContaining({ requiredResourceAccess: [] })]);
  });
});

describe('the script for Microsoft Graph PowerShell', () => {
  it('has the values in quotes, each quote of any form doubled', () => {
    const { graphPowerShell } = scriptsFor({ name: `O'Brien’s $(x) "\`n`, redirectUri: `http://localhost:8400/'` });
    expect(graphPowerShell).toContain(`displayName = 'O''Brien’’s $(x) "\`n'\n`);
    expect(graphPowerShell).toContain(`web = @{ redirectUris = @('http://localhost:8400/''') }`);
    expect(graphPowerShell).toContain(`-TenantId 'contoso.onmicrosoft.com'`);
    expect(graphPowerShell).toContain('$($secret.SecretText)');
  });

  it('asks for the permission of the resource, in the cloud', () => {
    const { graphPowerShell } = scriptsFor({ cloud: 'us-government', resource: { kind: 'exchange-online' } });
    expect(graphPowerShell).toContain('-Environment USGov');
    expect(graphPowerShell).toContain(`"appId eq '00000002-0000-0ff1-ce00-000000000000'"`);
    expect(graphPowerShell).toContain(`Where-Object Value -EQ 'Exchange.Manage'`);
  });
});

it.each(['practice', 'custom'] as const)('there is no script for the %s cloud', (cloud) => {
  expect(registrationScripts({ ...CONTOSO, cloud, certificate: null })).toBeNull();
});
