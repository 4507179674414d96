import type { ConnectionFacts } from '../../agent/answers';
import { CIPP_NAMES, NO_OTHER_NAMES, type VaultCredential, type VaultSettings } from '../../core/model/vault';
import { vaultProblems } from '../../core/validation/key-vault';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { findConnection } from '../connections/connections';
import { whileWaiting } from '../output/progress';
import { printVault } from './show';

interface Flags {
  readonly vaultUrl: string;
  readonly secretName?: string;
  readonly credential?: string;
  readonly preset?: 'cipp';
  readonly applicationIdName?: string;
  readonly applicationSecretName?: string;
  readonly tenantIdName?: string;
  readonly disableOld?: true;
}

/** Has a key vault kept up to date from now on, and writes it. */
export async function setVault(cli: Cli, flags: Flags, name = ''): Promise<void> {
  const connection = await findConnection(cli, name);
  const settings = await settingsOf(cli, flags, connection);
  const { cloud, application } = connection;
  const [problem] = Object.values(vaultProblems(settings, { cloud, application: { kind: application } }));
  if (problem !== undefined) throw new CommandError(2, problem);
  const done = await whileWaiting(
    () => 'Writing to Key Vault…',
    cli.ask({ kind: 'vault-set', wanted: connection.id, settings, processId: process.pid }),
  );
  printVault(cli, done.connection);
}

async function settingsOf(cli: Cli, flags: Flags, connection: ConnectionFacts): Promise<VaultSettings> {
  const preset = flags.preset === 'cipp' ? CIPP_NAMES : null;
  const secretName = flags.secretName ?? preset?.secretName;
  if (secretName === undefined)
    throw new CommandError(2, 'Name the secret that holds the refresh token: --secret-name NAME, or --preset cipp.');
  const names = presetFor(connection, preset?.names ?? NO_OTHER_NAMES);
  return {
    url: addressIn(flags.vaultUrl),
    secretName,
    credential: await credentialOf(cli, flags.credential, connection),
    names: {
      applicationId: flags.applicationIdName ?? names.applicationId,
      applicationSecret: flags.applicationSecretName ?? names.applicationSecret,
      tenantId: flags.tenantIdName ?? names.tenantId,
    },
    disableOldVersions: flags.disableOld === true,
  };
}

/** A preset asks for no secret where there is none. */
function presetFor({ application }: ConnectionFacts, names: VaultSettings['names']): VaultSettings['names'] {
  return application === 'secret' ? names : { ...names, applicationSecret: null };
}

/** As people copy it: the portal ends it with a slash. */
function addressIn(entered: string): string {
  return entered.trim().replace(/\/$/, '').toLowerCase();
}

async function credentialOf(cli: Cli, entered: string | undefined, own: ConnectionFacts): Promise<VaultCredential> {
  const [kind = '', ...rest] = (entered ?? (own.application === 'public' ? 'user' : 'application')).split(':');
  const which = rest.join(':').trim();
  if ((kind === 'user' || kind === 'application') && which === '') return { kind };
  if (kind === 'managed-identity') return { kind, clientId: which === '' ? null : which };
  if (kind === 'connection' && which !== '') return { kind, id: (await findConnection(cli, which)).id };
  throw new CommandError(
    2,
    'A credential is application, user, connection:NAME, managed-identity, or managed-identity:CLIENT-ID.',
  );
}
