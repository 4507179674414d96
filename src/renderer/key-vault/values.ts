import type { ConnectionView } from '../../ipc/contract';
import { CIPP_NAMES, NO_OTHER_NAMES, type VaultCredential, type VaultSettings } from '../../ipc/vocabulary';

/** What else is written: nothing, what CIPP looks for, or what one names. */
export type Others = 'none' | 'cipp' | 'own';

/** What the form holds. */
export interface VaultValues {
  readonly url: string;
  readonly secretName: string;
  /** A kind of credential, or `connection:` and an id. */
  readonly credential: string;
  /** Of a managed identity that a user assigned; empty for the computer's own. */
  readonly identity: string;
  readonly others: Others;
  readonly applicationId: string;
  readonly applicationSecret: string;
  readonly tenantId: string;
  readonly disableOldVersions: boolean;
}

/** What the form begins with. */
export function valuesOf({ vault, application }: Pick<ConnectionView, 'vault' | 'application'>): VaultValues {
  const settings = vault?.settings;
  const { credential = { kind: application === 'public' ? 'user' : 'application' } as const } = settings ?? {};
  const names = settings?.names ?? NO_OTHER_NAMES;
  const isCipp =
    settings?.secretName === CIPP_NAMES.secretName && names.applicationId === CIPP_NAMES.names.applicationId;
  const hasOthers = Object.values(names).some((name) => name !== null);
  return {
    url: settings?.url ?? '',
    secretName: settings?.secretName ?? '',
    credential: credential.kind === 'connection' ? `connection:${credential.id}` : credential.kind,
    identity: credential.kind === 'managed-identity' ? (credential.clientId ?? '') : '',
    others: isCipp ? 'cipp' : hasOthers ? 'own' : 'none',
    applicationId: names.applicationId ?? '',
    applicationSecret: names.applicationSecret ?? '',
    tenantId: names.tenantId ?? '',
    disableOldVersions: settings?.disableOldVersions ?? false,
  };
}

/** What the form means, for a connection whose application authenticates so. */
export function settingsIn(values: VaultValues, application: ConnectionView['application']): VaultSettings {
  const { others, disableOldVersions } = values;
  const cipp = others === 'cipp' ? CIPP_NAMES : null;
  return {
    url: values.url.trim().replace(/\/$/, '').toLowerCase(),
    secretName: cipp?.secretName ?? values.secretName.trim(),
    credential: credentialIn(values),
    names: {
      ...(cipp?.names ?? NO_OTHER_NAMES),
      ...(others === 'own'
        ? {
            applicationId: nameIn(values.applicationId),
            applicationSecret: nameIn(values.applicationSecret),
            tenantId: nameIn(values.tenantId),
          }
        : {}),
      ...(application === 'secret' ? {} : { applicationSecret: null }),
    },
    disableOldVersions,
  };
}

function credentialIn({ credential, identity }: VaultValues): VaultCredential {
  if (credential === 'user' || credential === 'application') return { kind: credential };
  if (credential === 'managed-identity') return { kind: credential, clientId: nameIn(identity) };
  return { kind: 'connection', id: credential.slice('connection:'.length) };
}

function nameIn(text: string): string | null {
  return text.trim() || null;
}
