import { describe, expect, it, test } from 'vitest';
import { registrationScript } from '../../../src/core/setup/registration-scripts';
import { readPaste, readSnippet } from '../../../src/core/validation/snippet';

const APP = '11111111-2222-3333-4444-555555555555';
const TENANT = '66666666-7777-8888-9999-aaaaaaaaaaaa';
const SECRET = 'abc8Q~made.up_value-of_usual.length12345';
const ALL = { tenant: TENANT, clientId: APP, secret: SECRET };

test.each([
  ['variables', `$appId = "${APP}"\n$appSecret = "${SECRET}"\n$tenantId = "${TENANT}"`],
  ['other names', `[string]$ApplicationId='${APP}'; $ClientSecret='${SECRET}'; $Tenant='${TENANT}';`],
  [
    'a secure string',
    `$ApplicationSecret = ConvertTo-SecureString '${SECRET}' -AsPlainText -Force\r\n$ApplicationId = '${APP}'\r\n$TenantID = "${TENANT}"`,
  ],
  [
    'variables and a call with them',
    `$appId = '${APP}'\n$appSecret = '${SECRET}' | ConvertTo-SecureString -AsPlainText -Force\n$tenantId = '${TENANT}'\n$c = [PSCredential]::new($appId, $appSecret)\nNew-PartnerAccessToken -ApplicationId $appId -Credential $c -Tenant $tenantId`,
  ],
  ['options', `Connect-App -ApplicationId ${APP} -TenantId ${TENANT} -ClientSecret "${SECRET}"`],
  [
    'az ad sp create-for-rbac',
    JSON.stringify({ appId: APP, displayName: 'x', password: SECRET, tenant: TENANT }, null, 2),
  ],
  [
    'the same with --sdk-auth',
    JSON.stringify({ clientId: APP, clientSecret: SECRET, subscriptionId: APP, tenantId: TENANT }),
  ],
  [
    'the environment',
    `export AZURE_CLIENT_ID=${APP}\nexport AZURE_CLIENT_SECRET=${SECRET}\nexport AZURE_TENANT_ID=${TENANT}`,
  ],
  [
    'the environment of PowerShell',
    `$env:ARM_CLIENT_ID="${APP}"\n$env:ARM_CLIENT_SECRET="${SECRET}"\n$env:ARM_TENANT_ID="${TENANT}"`,
  ],
  ['az login', `az login --service-principal --username ${APP} --password ${SECRET} --tenant ${TENANT}`],
  ['options of a command', `tool --client-id ${APP} --client-secret=${SECRET} --tenant-id ${TENANT}`],
  ['a hashtable', `@{ TenantId = '${TENANT}'; ClientId = '${APP}'; ClientSecret = '${SECRET}' }`],
  ['the body of a request', `client_id=${APP}&client_secret=${SECRET}&tenant=${TENANT}&grant_type=x`],
])('is sorted: %s', (_, text) => {
  expect(readSnippet(text)).toEqual(ALL);
});

test('of the portal, of a domain, and of one variable', () => {
  const portal = `Application (client) ID: ${APP}\nObject ID: ${TENANT}\nDirectory (tenant) ID: ${TENANT}`;
  expect(readSnippet(portal)).toEqual({ clientId: APP, tenant: TENANT });
  expect(readSnippet(`$tenant = "contoso.com"\n$clientId = "${APP}"`)).toEqual({
    tenant: 'contoso.com',
    clientId: APP,
  });
  expect(readSnippet(`$appSecret = "${SECRET}"`)).toEqual({ secret: SECRET });
});

test.each([
  ...['', APP, SECRET, 'contoso.onmicrosoft.com', 'Contoso Europe', `password=${SECRET}`, `client_secret=${SECRET}`],
  ...['$appId = "YOUR-APP-ID"\n$appSecret = Read-Host\n$tenantId = (Get-Tenant).Id', 'x'.repeat(30_000)],
  ...[`tenant ${' '.repeat(15_000)}`, 'Set the tenant ID and the client secret'],
])('a value alone, or a text that names none, is left as it is: %.30s', (text) => {
  expect(readSnippet(text)).toBeNull();
});

const found = (text: string) => readPaste(text).found;
const REFRESH = `1.${'AVYAb-made_up.'.repeat(40)}`;

describe('a pasted text fills', () => {
  const PORTAL = `https://portal.azure.com/#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/${APP}/isMSAApp~/false`;
  test.each([
    [
      "the output of the app's own script for bash",
      `Client secret (shown only once, valid for one year): ${SECRET}\nTenant: ${TENANT}\nApplication (client) ID: ${APP}\n`,
      ALL,
    ],
    [
      'the same of one without a secret, with what the shell printed around it',
      `WARNING: The underlying Active Directory Graph API will be replaced\nRetrying. New objects can take a while to appear everywhere.\r\nTenant: ${TENANT}\r\nApplication (client) ID: ${APP}\r\nPS /home/me> `,
      { tenant: TENANT, clientId: APP },
    ],
    [
      'PartnerCenter: New-PartnerAccessToken',
      `$credential = [PSCredential]::new('${APP}', (ConvertTo-SecureString '${SECRET}' -AsPlainText -Force))\nNew-PartnerAccessToken -ApplicationId '${APP}' -Scopes 'https://api.partnercenter.microsoft.com/user_impersonation' -ServicePrincipal -Credential $credential -Tenant '${TENANT}' -UseAuthorizationCode`,
      { ...ALL, resource: 'partner-center' },
    ],
    [
      'a credential by position alone',
      `$c = New-Object System.Management.Automation.PSCredential('${APP}', (ConvertTo-SecureString -String "${SECRET}" -AsPlainText -Force))`,
      { clientId: APP, secret: SECRET },
    ],
    [
      'Connect-PartnerCenter of another cloud',
      `Connect-PartnerCenter -ApplicationId ${APP} -Tenant contoso.partner.onmschina.cn -Environment AzureChinaCloud`,
      { cloud: 'china', clientId: APP, tenant: 'contoso.partner.onmschina.cn' },
    ],
    [
      'the secure application model, with a refresh token',
      `$ApplicationId = '${APP}'\n$ApplicationSecret = '${SECRET}'\n$TenantID = '${TENANT}'\n$RefreshToken = '${REFRESH}'\n$ExchangeRefreshToken = '${REFRESH}x'`,
      { ...ALL, refreshToken: REFRESH },
    ],
    [
      'az ad app create',
      JSON.stringify({
        appId: APP,
        api: { preAuthorizedApplications: [{ appId: TENANT }] },
        id: TENANT,
        isFallbackPublicClient: true,
        publicClient: { redirectUris: ['http://localhost:8400/'] },
        requiredResourceAccess: [{ resourceAppId: 'fa3d9a0c-3fb0-42cc-9193-47c7ecd2edbd' }],
        passwordCredentials: [],
      }),
      { clientId: APP, application: 'public', redirectUri: 'http://localhost:8400/' },
    ],
    [
      'az account show, by whoever is signed in',
      JSON.stringify({
        environmentName: 'AzureUSGovernment',
        homeTenantId: APP,
        id: APP,
        managedByTenants: [{ tenantId: APP }],
        tenantDefaultDomain: 'contoso.onmicrosoft.us',
        tenantId: TENANT,
        user: { name: 'me@contoso.com', type: 'user' },
      }),
      { cloud: 'us-government', tenant: TENANT },
    ],
    ['an address of the portal', PORTAL, { cloud: 'global', clientId: APP }],
    [
      'one that names the tenant',
      `https://portal.azure.us/#@contoso.onmicrosoft.us/blade/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/Overview/appId/${APP}`,
      { cloud: 'us-government', tenant: 'contoso.onmicrosoft.us', clientId: APP },
    ],
    [
      'one that names the tenant by its ID',
      `https://portal.azure.cn/${TENANT}/#view/x/~/Credentials/appId/${APP}`,
      { cloud: 'china', tenant: TENANT, clientId: APP },
    ],
    [
      'a request of a browser',
      `https://login.microsoftonline.com/contoso.com/oauth2/v2.0/authorize?client_id=${APP}&redirect_uri=http%3A%2F%2Flocalhost%3A8455%2F&scope=https%3A%2F%2Fapi.partnercenter.microsoft.com%2Fuser_impersonation+offline_access`,
      {
        cloud: 'global',
        tenant: 'contoso.com',
        clientId: APP,
        redirectUri: 'http://localhost:8455/',
        resource: 'partner-center',
      },
    ],
    [
      'the page Overview, as it is copied',
      `Display name\n:\nOur app\nApplication (client) ID\n:\n${APP}\nObject ID\n:\n${TENANT}\nDirectory (tenant) ID\n:\n${TENANT}\nSupported account types\n:\nMy organization only`,
      { clientId: APP, tenant: TENANT },
    ],
    [
      'a table of the portal',
      `Application (client) ID\t${APP}\nDirectory (tenant) ID\t${TENANT}`,
      { clientId: APP, tenant: TENANT },
    ],
    [
      'an environment file',
      `# partner\nAZURE_TENANT_ID=${TENANT}\nAZURE_CLIENT_ID="${APP}"\nAZURE_CLIENT_SECRET='${SECRET}'\nAZURE_AUTHORITY_HOST=https://login.microsoftonline.us\n`,
      { ...ALL, cloud: 'us-government' },
    ],
    [
      'a connection with a certificate',
      `Connect-ExchangeOnline -AppId ${APP} -CertificateThumbprint 3A3A -Organization x\n$tenant = '${TENANT}'`,
      { clientId: APP, tenant: TENANT, application: 'certificate' },
    ],
    [
      'a domain beside an ID of the tenant',
      `TenantId=${TENANT}\nTenantName=contoso.onmicrosoft.com`,
      { tenant: TENANT },
    ],
    ['a domain alone', ' contoso.onmicrosoft.com ', { tenant: 'contoso.onmicrosoft.com' }],
    ['a secret alone, by its form', SECRET, { secret: SECRET }],
    ['a refresh token alone, by its form', REFRESH, { refreshToken: REFRESH }],
    [
      'three values without labels',
      `contoso.com\n${APP}\n${SECRET}`,
      { tenant: 'contoso.com', clientId: APP, secret: SECRET },
    ],
  ])('by what it says: %s', (_, text, wanted) => {
    expect(readPaste(text)).toEqual({ found: wanted, left: [] });
  });

  it("not the password of a user, which isn't the application's", () => {
    const text = `AZURE_CLIENT_ID=${APP}\nAZURE_TENANT_ID=${TENANT}\nAZURE_USERNAME=me@contoso.com\nAZURE_PASSWORD=correct-horse-battery`;
    expect(readPaste(text)).toEqual({
      found: { clientId: APP, tenant: TENANT },
      left: ["A user's password is left out. The app doesn't use it."],
    });
  });

  test.each([
    ['two applications', `$appId = '${APP}'\n$clientId = '${TENANT}'`, 'application (client) ID'],
    ['two tenants', `TENANT_ID=${TENANT}\nPARTNER_TENANT_ID=${APP}\nCLIENT_ID=${APP}`, 'tenant'],
    ['two secrets', `CLIENT_SECRET=${SECRET}\nAPP_SECRET=${SECRET}2`, 'client secret'],
    ['a list of applications', JSON.stringify([{ appId: APP }, { appId: TENANT }]), 'application (client) ID'],
    ['two clouds', 'https://portal.azure.us/ https://portal.azure.com/', 'cloud'],
    ['two refresh tokens', `refresh_token=${REFRESH}\nrefresh_token=${REFRESH}x`, 'refresh token'],
  ])('nothing with what may be either: %s', (_, text, what) => {
    const { found: taken, left } = readPaste(text);
    expect(left.join(' ')).toContain(`more than one ${what}`);
    expect(JSON.stringify(taken)).not.toMatch(what === 'application (client) ID' ? APP : /^$/);
  });

  test.each([
    ['two GUIDs', `${APP}\n${TENANT}`, "aren't labeled"],
    ['one GUID', APP, 'can be a tenant or an application'],
    ['prose', 'Ask the admin for the tenant ID and the client secret, please.', 'Nothing in this text is labeled'],
    ['nothing', '', 'Nothing in this text is labeled'],
    ['placeholders', '$appId = "<your app>"\n$tenant = "YOUR-TENANT"\n$appSecret = "your secret here"', 'Nothing'],
    ['a megabyte', `AZURE_CLIENT_ID=${APP}\n`.repeat(20_000), 'too long'],
  ])('nothing with what says nothing: %s', (_, text, why) => {
    const { found: taken, left } = readPaste(text);
    expect(taken).toEqual({});
    expect(left.join(' ')).toContain(why);
  });

  test.each([
    ['an authority that only begins as one', `https://login.microsoftonline.com.evil.example/${TENANT}/`],
    ['a portal that only ends as one', `https://evil-portal.azure.com/#@evil.example/appId/x`],
    ['a tenant with a path', '$tenant = "contoso.com/../evil"\n$clientId = "javascript:alert(1)"'],
    ['markup', '<img src=x onerror=alert(1)> tenant=""><script>"'],
    ['keys of a prototype', '{"__proto__":{"tenantId":1},"constructor":{"appId":"x"},"toString":"y"}'],
    ['JSON that never ends', `{"appId":${'['.repeat(20_000)}`],
    ['depth', `${'[['.repeat(4000)}{"appId":"${APP}"}${']]'.repeat(4000)}`],
    ['signs without end', `tenant${' = '.repeat(30_000)}`],
    ['quotes without end', `appId="${"client_id='".repeat(8000)}`],
    ['spaces before a credential', `PSCredential${' '.repeat(90_000)}`],
    ['words that only begin a secure string', 'ConvertTo-SecureString '.repeat(4000)],
  ])('nothing from a hostile text: %s', (_, text) => {
    expect(found(text)).toEqual({});
  });

  it('repeats nothing of the text in what it says', () => {
    const texts = [
      `CLIENT_SECRET=${SECRET}\nAPP_SECRET=${SECRET}2`,
      `${APP} ${TENANT} ${SECRET}`,
      `${REFRESH} ${SECRET}`,
    ];
    for (const text of texts) expect(readPaste(text).left.join(' ')).not.toMatch(/Q~|AVYA|1111/);
  });

  it('nothing that a registration script asks for: it has no application yet', () => {
    const script = registrationScript('graph-powershell', {
      name: 'Contoso',
      cloud: 'global',
      tenant: 'contoso.com',
      application: { kind: 'secret' },
      resource: { kind: 'partner-center' },
      redirectUri: 'http://localhost:8400/',
      certificate: null,
    });
    expect(found(script ?? '')).not.toHaveProperty('clientId');
    expect(found(script ?? '')).not.toHaveProperty('secret');
  });
});
