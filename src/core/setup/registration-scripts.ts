import { type CloudName, endpointsOf } from '../model/clouds';
import type { ConnectionSettings } from '../model/connection';
import { type Permission, permissionOf } from '../validation/permission';
import { tenantProblem } from '../validation/settings';
import { inPowerShell, inShell } from './snippets';

/** What an application is registered by, as far as the form has it: any part may still be empty or wrong. */
export type Registration = Pick<
  ConnectionSettings,
  'name' | 'cloud' | 'tenant' | 'application' | 'resource' | 'redirectUri'
> & {
  /** PEM, the application's own first; `null`: the script takes it from a file. */
  readonly certificate: string | null;
};

/** What each calls the cloud. Sources: azure-cli, `azure/cli/core/cloud.py`; Microsoft Learn, "Get-MgEnvironment". */
const CLOUD_NAMES: Readonly<Partial<Record<CloudName, { readonly az: string; readonly mg: string }>>> = {
  global: { az: 'AzureCloud', mg: 'Global' },
  'us-government': { az: 'AzureUSGovernment', mg: 'USGov' },
  china: { az: 'AzureChinaCloud', mg: 'China' },
};

const APP_NAME = 'Partner Token Tray';
const CERTIFICATE_FILE = 'certificate.pem';
const CERTIFICATE_NOTE = `  # Save the certificate, without its private key, in the current folder as ${CERTIFICATE_FILE}.`;

/**
 * A script that registers an application as a connection needs it: for bash with `az` 2.37 or newer (each call was read by that of 2.45,
 * without a tenant behind it), or for PowerShell with Microsoft Graph's modules. It holds no secret, and is one block: pasted, nothing of
 * it runs before all is read. What builds on a new object is retried for a while, as `az ad sp create-for-rbac` does. A Graph cmdlet
 * does not see the script's preference, so each has its own -ErrorAction. `null` for a cloud whose Entra ID is not known.
 * Sources: Microsoft Graph, "Create application", "Create servicePrincipal", "Create oAuth2PermissionGrant", "addPassword"; azure-cli,
 * `command_modules/role/_params.py` and `custom.py`; Microsoft Learn, the page of each cmdlet; msgraph-sdk-powershell, issues 896, 1191.
 */
export function registrationScript(kind: 'azure-cli' | 'graph-powershell', registration: Registration): string | null {
  const names = CLOUD_NAMES[registration.cloud];
  if (!names) return null;
  const permission = permissionOf(registration.resource);
  return kind === 'azure-cli'
    ? azureCli(registration, names.az, permission)
    : graphPowerShell(registration, names.mg, permission);
}

function azureCli(registration: Registration, cloud: string, permission: Permission | null): string {
  const { application } = registration;
  const { graph } = endpointsOf({ cloud: registration.cloud, customCloud: null });
  const tenant = tenantOf(registration);
  const post = (path: string, body: string) =>
    `az rest --method post --uri "$graph/${path}" --headers 'Content-Type=application/json' --body "${body}"`;
  const permissions = permission
    ? `  # ${permission.api}: ${permission.scope} (delegated).
  api=${inShell(permission.apiId)}
  az ad sp show --id "$api" --output none 2>/dev/null || az ad sp create --id "$api" --output none
  api_object=$(patiently az ad sp show --id "$api" --query id --output tsv)
  scope_id=$(az ad sp show --id "$api" --query "oauth2PermissionScopes[?value=='${permission.scope}'].id | [0]" --output tsv)
  if [ -z "$scope_id" ]; then echo ${inShell(missing(permission))} >&2; exit 1; fi
  permission='{"resourceAppId":"'"$api"'","resourceAccess":[{"id":"'"$scope_id"'","type":"Scope"}]}'`
    : `${ownPermissions(registration)}
  permission=''`;
  const consent = permission
    ? `
  # Admin consent.
  grant='{"clientId":"'"$client_object"'","consentType":"AllPrincipals","resourceId":"'"$api_object"'","scope":"${permission.scope}"}'
  patiently ${post('oauth2PermissionGrants', '$grant')} --output none
`
    : '';
  const secret = `
  secret=$(patiently az ad app credential reset --id "$client_id" --append --display-name ${inShell(APP_NAME)} --years 1 --query password --output tsv)
  printf 'Client secret (shown only once, valid for one year): %s\\n' "$secret"`;
  return `#!/usr/bin/env bash
${HEAD}
(
  set -euo pipefail
${SHELL_PATIENCE}
  az cloud set --name ${cloud}
  az login --allow-no-subscriptions --output none${tenant === null ? '' : ` --tenant ${inShell(tenant)}`}
  graph=${inShell(`${graph}/v1.0`)}

${permissions}
${application.kind === 'certificate' ? shellCertificate(registration) : `  certificate=''`}

  application=${inShell(membersOf(registration))}
  body="{$application,\\"requiredResourceAccess\\":[$permission],\\"keyCredentials\\":[$certificate]}"
  client_id=$(${post('applications', '$body')} --query appId --output tsv)
  client_object=$(patiently az ad sp create --id "$client_id" --query id --output tsv)
${consent}${application.kind === 'secret' ? secret : ''}
  printf 'Tenant: %s\\nApplication (client) ID: %s\\n' "$(az account show --query tenantId --output tsv)" "$client_id"
)
`;
}

function shellCertificate({ certificate }: Registration): string {
  const der = derOf(certificate);
  const file = `${CERTIFICATE_NOTE}
  key=$(openssl x509 -in ${CERTIFICATE_FILE} -outform der | openssl base64 -A)`;
  return `
${der === null ? file : `  key=${inShell(der)}`}
  certificate='{"type":"AsymmetricX509Cert","usage":"Verify","key":"'"$key"'"}'`;
}

function graphPowerShell(registration: Registration, cloud: string, permission: Permission | null): string {
  const { application } = registration;
  const tenant = tenantOf(registration);
  const redirectUris = `@{ redirectUris = @(${inPowerShell(registration.redirectUri)}) }`;
  const permissions = permission
    ? `  # ${permission.api}: ${permission.scope} (delegated).
  $api = Get-MgServicePrincipal -ErrorAction Stop -Filter "appId eq '${permission.apiId}'"
  if (-not $api) { $api = New-MgServicePrincipal -ErrorAction Stop -AppId '${permission.apiId}' }
  $scope = $api.Oauth2PermissionScopes | Where-Object Value -EQ '${permission.scope}'
  if (-not $scope) { throw ${inPowerShell(missing(permission))} }`
    : ownPermissions(registration);
  const members = [
    `displayName = ${inPowerShell(nameOf(registration))}`,
    `signInAudience = 'AzureADMyOrg'`,
    application.kind === 'public' ? `publicClient = ${redirectUris}` : `web = ${redirectUris}`,
    application.kind === 'public' && 'isFallbackPublicClient = $true',
    permission &&
      `requiredResourceAccess = @(@{ resourceAppId = $api.AppId; resourceAccess = @(@{ id = $scope.Id; type = 'Scope' }) })`,
    application.kind === 'certificate' &&
      `keyCredentials = @(@{ type = 'AsymmetricX509Cert'; usage = 'Verify'; key = $certificate })`,
  ].filter((member) => typeof member === 'string');
  const consent = permission
    ? `
  # Admin consent.
  $null = Invoke-Patiently { New-MgOauth2PermissionGrant -ErrorAction Stop -BodyParameter @{ clientId = $client.Id; consentType = 'AllPrincipals'; resourceId = $api.Id; scope = '${permission.scope}' } }
`
    : '';
  const secret = `
  $secret = Invoke-Patiently { Add-MgApplicationPassword -ErrorAction Stop -ApplicationId $application.Id -PasswordCredential @{ displayName = '${APP_NAME}'; endDateTime = (Get-Date).AddYears(1) } }
  "Client secret (shown only once, valid for one year): $($secret.SecretText)"`;
  return `# First run: Install-Module Microsoft.Graph.Applications, Microsoft.Graph.Identity.SignIns
${HEAD}
& {
  $ErrorActionPreference = 'Stop'
${POWERSHELL_PATIENCE}
  Connect-MgGraph -ErrorAction Stop -NoWelcome -Environment ${cloud}${tenant === null ? '' : ` -TenantId ${inPowerShell(tenant)}`} -Scopes 'Application.ReadWrite.All', 'DelegatedPermissionGrant.ReadWrite.All'

${permissions}
${application.kind === 'certificate' ? `\n${powerShellCertificate(registration)}\n` : ''}
  $application = New-MgApplication -ErrorAction Stop -BodyParameter @{
    ${members.join('\n    ')}
  }
  $client = Invoke-Patiently { New-MgServicePrincipal -ErrorAction Stop -AppId $application.AppId }
${consent}${application.kind === 'secret' ? secret : ''}
  "Tenant: $((Get-MgContext).TenantId)"
  "Application (client) ID: $($application.AppId)"
}
`;
}

function powerShellCertificate({ certificate }: Registration): string {
  const der = derOf(certificate);
  if (der !== null) return `  $certificate = [Convert]::FromBase64String(${inPowerShell(der)})`;
  const type = 'System.Security.Cryptography.X509Certificates.X509Certificate2';
  return `${CERTIFICATE_NOTE}
  $certificate = [${type}]::new((Resolve-Path '${CERTIFICATE_FILE}').Path).RawData`;
}

const HEAD = `# Registers an application in Entra ID. Sign in as a user who can grant admin consent.
# Each run registers a new application.`;

const AGAIN = 'Retrying. New objects can take a while to appear everywhere.';

/** Under `set -e` a function that is part of a list may fail; its last try may not. */
const SHELL_PATIENCE = `  patiently() {
    for pause in 5 5 10 10 20; do
      "$@" && return; echo '${AGAIN}' >&2; sleep "$pause"
    done
    "$@"
  }`;

const POWERSHELL_PATIENCE = `  function Invoke-Patiently([scriptblock] $Job) {
    foreach ($pause in 5, 5, 10, 10, 20) {
      try { return & $Job } catch { Write-Warning "$_ ${AGAIN}" }
      Start-Sleep -Seconds $pause
    }
    & $Job
  }`;

/**
 * What is registered whatever the resource, without the outer braces. It is plain ASCII, as terminals differ in the rest, and
 * without an @, as az takes what follows one at the start of an argument, or after its first =, for the name of a file.
 */
function membersOf(registration: Registration): string {
  const redirectUris = [registration.redirectUri];
  const isPublic = registration.application.kind === 'public';
  const members = {
    displayName: nameOf(registration),
    signInAudience: 'AzureADMyOrg',
    ...(isPublic ? { publicClient: { redirectUris }, isFallbackPublicClient: true } : { web: { redirectUris } }),
  };
  return JSON.stringify(members)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]|@/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Comments that say what the person has to add: of an own API only they know where it is registered. */
function ownPermissions({ resource }: Registration): string {
  const scopes = resource.kind === 'custom' ? resource.scopes : [];
  return [
    '  # After that, add these permissions under "API permissions", and grant admin consent there:',
    // A comment ends with its line, and nothing else may end it.
    ...scopes.map((scope) => `  #   ${scope.replace(/[^\x21-\x7e]/g, '?')}`),
  ].join('\n');
}

function nameOf({ name }: Registration): string {
  return name.replace(/\p{Cc}/gu, ' ').trim() || APP_NAME;
}

/** One that is not right yet is left out: whoever signs in says where. */
function tenantOf({ tenant }: Registration): string | null {
  return tenantProblem(tenant) === null ? tenant.trim() : null;
}

function missing({ api, scope }: Permission): string {
  return `${api} has no permission ${scope} in this tenant.`;
}

/** The first certificate in base64; `null` when there is none. */
function derOf(pem: string | null): string | null {
  const [, body] = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(pem ?? '') ?? [];
  return body?.replace(/\s/g, '') ?? null;
}
