import type { ConnectionSettings } from '../../src/core/model/connection';
import { DAY } from '../../src/core/model/time';
import { NO_OTHER_NAMES, type VaultSettings } from '../../src/core/model/vault';

/** Settings in which nothing is out of the ordinary. */
export const CONTOSO: ConnectionSettings = {
  name: 'Contoso',
  cloud: 'global',
  customCloud: null,
  tenant: 'contoso.onmicrosoft.com',
  clientId: '11111111-2222-3333-4444-555555555555',
  application: { kind: 'secret' },
  resource: { kind: 'partner-center' },
  redirectUri: 'http://localhost:8400/',
  signInMethod: 'app-window',
  schedule: { kind: 'every', interval: DAY },
};

/** A key vault in which nothing is out of the ordinary. */
export const CONTOSO_VAULT: VaultSettings = {
  url: 'https://contoso.vault.azure.net',
  secretName: 'token',
  credential: { kind: 'application' },
  names: NO_OTHER_NAMES,
  disableOldVersions: false,
};
