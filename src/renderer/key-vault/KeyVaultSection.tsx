import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionView, VaultView } from '../../ipc/contract';
import { vaultCredentialInWords } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { useClock, usePanel } from '../model/panel';
import { agoWords, untilWords } from '../model/time/time-words';
import { CopyDetails } from '../parts/CopyDetails';
import { Facts } from '../parts/Facts';
import { Message } from '../parts/Message';
import { column, small } from '../parts/styles';

const useStyles = makeStyles({
  section: { ...column, gap: '12px', minWidth: 0 },
  words: { margin: 0 },
  state: { margin: 0, fontWeight: tokens.fontWeightSemibold },
  facts: { ...column, gap: '6px', margin: 0, ...small },
  pair: { display: 'flex', flexWrap: 'wrap', columnGap: '12px' },
  term: { flexBasis: '96px', color: tokens.colorNeutralForeground2 },
  fact: { flexGrow: 1, flexBasis: '140px', minWidth: 0, margin: 0, overflowWrap: 'anywhere', userSelect: 'text' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px', '& > *': { minWidth: 0 } },
});

/** What only replacing what the secret holds can end, besides another name. */
const REPLACEABLE: ReadonlySet<string | null | undefined> = new Set([
  'vault/not-a-token',
  'vault/other-account',
  'vault/other-value',
  'vault/disabled',
]);

/** A connection's key vault: how it is, what is in the way, and what can be done about it. */
export function KeyVaultSection({ view }: { view: ConnectionView }) {
  const styles = useStyles();
  const panel = usePanel();
  const { id, vault } = view;
  const setUp = () => panel.dialog.set({ kind: 'key-vault-settings', id });
  if (vault === null)
    return (
      <div className={styles.section}>
        <p className={styles.words}>
          The app can write each new refresh token to Azure Key Vault, where scripts and servers read it.
        </p>
        <div className={styles.buttons}>
          <Button onClick={setUp}>Set up Key Vault…</Button>
        </div>
      </div>
    );
  return <SetUp view={view} vault={vault} onChange={setUp} />;
}

function SetUp({ view, vault, onChange }: { view: ConnectionView; vault: VaultView; onChange: () => void }) {
  const styles = useStyles();
  const panel = usePanel();
  const now = useClock(view.cloud);
  const { id } = view;
  const update = useAction(id);
  const remove = useAction(id);
  const { settings, writtenAt, retryAt, trouble, details, isSyncing } = vault;
  const nameOf = (other: string) => panel.store.view(other)?.name ?? null;
  const sync = (replace: boolean) => () =>
    void update.run(
      () => panel.bridge.syncKeyVault({ id, replace }),
      // What stays in the way is seen here.
      (reply) => (reply.done && panel.store.view(id)?.vault?.trouble === null ? 'Key Vault is up to date.' : null),
    );
  const others = Object.values(settings.names).filter((name) => name !== null);
  return (
    <div className={styles.section}>
      <p className={styles.state}>{vault.text}</p>
      {trouble !== null && (
        <Message intent={trouble.kind === 'transient' ? 'info' : 'warning'} what={trouble.what} advice={trouble.advice}>
          {details !== null && <CopyDetails details={details} id={id} />}
        </Message>
      )}
      <Facts
        styles={styles}
        label="Key Vault"
        facts={[
          ['Key vault', settings.url],
          ['Secret', [settings.secretName, ...others].join(', ')],
          ['Written as', vaultCredentialInWords(settings.credential, nameOf)],
          ['Last written', writtenAt === null ? null : agoWords(writtenAt, now)],
          ['Next try', retryAt === null ? null : untilWords(retryAt, now)],
          ['Old versions', settings.disableOldVersions ? 'Disabled' : null],
        ]}
      />
      <div className={styles.buttons}>
        <Button disabledFocusable={update.pending || isSyncing} onClick={sync(false)}>
          {trouble === null ? 'Update now' : 'Try now'}
        </Button>
        {REPLACEABLE.has(details?.code) && (
          <Button disabledFocusable={update.pending || isSyncing} onClick={sync(true)}>
            Replace what it holds…
          </Button>
        )}
        <Button onClick={onChange}>Change…</Button>
        <Button
          disabledFocusable={remove.pending}
          onClick={() =>
            void remove.run(
              () => panel.bridge.removeKeyVault({ id }),
              () => 'Key Vault is no longer updated. What it holds stays there.',
            )
          }
        >
          Stop updating
        </Button>
      </div>
    </div>
  );
}
