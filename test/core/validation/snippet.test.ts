import { expect, test } from 'vitest';
import { readSnippet } from '../../../src/core/validation/snippet';

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
  const portal = `Application (client) ID: ${APP}\nObject ID: ${SECRET}\nDirectory (tenant) ID: ${TENANT}`;
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
