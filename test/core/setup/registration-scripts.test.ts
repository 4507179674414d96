import { execFileSync, spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Registration, registrationScript } from '../../../src/core/setup/registration-scripts';
import { problemsIn } from '../../support/powershell';
import { CONTOSO } from '../world';

interface Scripts {
  readonly azureCli: string;
  readonly graphPowerShell: string;
}

function scriptsFor(change: Partial<Registration> = {}): Scripts {
  const registration = { ...CONTOSO, certificate: null, ...change };
  const azureCli = registrationScript('azure-cli', registration);
  const graphPowerShell = registrationScript('graph-powershell', registration);
  if (azureCli === null || graphPowerShell === null) throw new Error('no scripts');
  return { azureCli, graphPowerShell };
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

/** Every kind of script there is, of each tool in turn. */
function variants(): readonly Scripts[] {
  const applications = [{ kind: 'secret' }, { kind: 'certificate' }, { kind: 'public' }] as const;
  const resources = [{ kind: 'partner-center' }, { kind: 'custom', scopes: ['https://a.example/b'] }] as const;
  const names = ['Contoso', `O'Brien’s $(x) "\`\n{}`];
  return applications.flatMap((application) =>
    resources.flatMap((resource) => names.map((name) => scriptsFor({ application, resource, name }))),
  );
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
        expect(azureCli.replaceAll('"$@"', '')).not.toContain('@');
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

  it('can be read by bash in all its forms', () => {
    for (const { azureCli } of variants()) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input: azureCli, encoding: 'utf8' });
      expect([status, stderr]).toEqual([0, '']);
    }
  });

  describe('when what it made is not known everywhere yet', () => {
    /** An az that refuses a kind of call so many times, and a sleep that only says how long it was to be. */
    const reluctant = (what: string, times: number) => String.raw`
eval "$(declare -f az | sed '1s/az/real_az/')"
left=$(mktemp)
trap 'rm -f "$left"' EXIT
echo ${times} > "$left"
az() {
  if [[ "$*" == *'${what}'* ]] && [ "$(cat "$left")" -gt 0 ]; then
    echo $(( $(cat "$left") - 1 )) > "$left"
    printf 'ERROR: does not exist\n' >&2
    return 1
  fi
  real_az "$@"
}
sleep() { printf 'slept %s\n' "$1" >&2; }
`;
    const runReluctantly = (what: string, times: number) => {
      const script = [AZ, reluctant(what, times), scriptsFor().azureCli].join('\n');
      return spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    };

    it.each(['ad sp create --id client-id', 'oauth2PermissionGrants', 'ad app credential reset'])(
      'tries "%s" again',
      (what) => {
        const { status, stdout, stderr } = runReluctantly(what, 2);
        expect(status).toBe(0);
        expect(stderr.match(/slept \d+/g)).toEqual(['slept 5', 'slept 5']);
        expect(stdout.match(/new-secret/g)).toHaveLength(1);
        expect(stdout).toMatch(/Application \(client\) ID: client-id\n$/);
      },
    );

    it('gives up in the end, and prints no ID as if all were well', () => {
      const { status, stdout, stderr } = runReluctantly('oauth2PermissionGrants', 100);
      expect(status).not.toBe(0);
      expect(stderr.match(/ERROR: does not exist/g)).toHaveLength(6);
      expect(stdout).toBe('');
    });

    it('registers no second application for it', () => {
      const { status, stderr } = runReluctantly('v1.0/applications', 1);
      expect(status).not.toBe(0);
      expect(stderr).not.toContain('slept');
    });
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
  it('follows the grammar of PowerShell in all its forms', async () => {
    expect(await problemsIn("& { 'unfinished }")).not.toEqual([]);
    for (const { graphPowerShell } of variants()) expect(await problemsIn(graphPowerShell)).toEqual([]);
  });

  it('stops at the first cmdlet of Graph that fails, which does not see the preference of the script', () => {
    for (const { graphPowerShell } of variants()) {
      const calls = graphPowerShell.match(/\b(?:Connect|Get|New|Add)-Mg\w+(?! -ErrorAction Stop)\b.*/g);
      expect(calls).toEqual([expect.stringContaining('Get-MgContext')]);
    }
  });

  it('waits for what is new to be known everywhere, and registers no second application for it', () => {
    const { graphPowerShell } = scriptsFor();
    const patient = graphPowerShell.match(/(?<=Invoke-Patiently \{ )\w+-Mg\w+/g);
    expect(patient).toEqual(['New-MgServicePrincipal', 'New-MgOauth2PermissionGrant', 'Add-MgApplicationPassword']);
  });

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
  for (const kind of ['azure-cli', 'graph-powershell'] as const)
    expect(registrationScript(kind, { ...CONTOSO, cloud, certificate: null })).toBeNull();
});
