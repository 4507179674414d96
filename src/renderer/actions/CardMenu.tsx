import { MenuDivider, MenuItem, makeStyles } from '@fluentui/react-components';
import { ArrowExport20Regular } from '@fluentui/react-icons/svg/arrow-export';
import { ArrowImport20Regular } from '@fluentui/react-icons/svg/arrow-import';
import { ClipboardCode20Regular } from '@fluentui/react-icons/svg/clipboard-code';
import { CopyAdd20Regular } from '@fluentui/react-icons/svg/copy-add';
import { DataLine20Regular } from '@fluentui/react-icons/svg/data-line';
import { Delete20Regular } from '@fluentui/react-icons/svg/delete';
import { DocumentMultiple20Regular } from '@fluentui/react-icons/svg/document-multiple';
import { Edit20Regular } from '@fluentui/react-icons/svg/edit';
import { KeyMultiple20Regular } from '@fluentui/react-icons/svg/key-multiple';
import { KeyReset20Regular } from '@fluentui/react-icons/svg/key-reset';
import { Link20Regular } from '@fluentui/react-icons/svg/link';
import { Open20Regular } from '@fluentui/react-icons/svg/open';
import { ShieldCheckmark20Regular } from '@fluentui/react-icons/svg/shield-checkmark';
import type { ConnectionView } from '../../ipc/contract';
import { mainButtonOf } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { go } from '../model/navigation';
import { type DialogRequest, usePanel } from '../model/panel';
import { copyRedirectUri, hasPortal, openRegistration } from '../model/requests';
import { useSignal } from '../model/signal';
import { statusColor } from '../parts/theme';
import { OtherResources, OtherWays } from './other-ways';

const useStyles = makeStyles({
  remove: { color: statusColor('expired'), ':hover': { color: statusColor('expired') } },
});

/** What one seldom does with a connection. */
export function CardMenu({ view }: { view: ConnectionView }) {
  const styles = useStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const { id } = view;
  const main = mainButtonOf(view);
  const open = (kind: DialogRequest['kind']) => () => panel.dialog.set({ kind, id });
  const onPage = useSignal(panel.view, (shown) => shown.kind === 'connection');
  const show = (section?: 'exported-tokens') => () =>
    go(panel, { kind: 'connection', id, ...(section ? { section } : {}) }, `more-${id}`);
  return (
    <>
      {!onPage && (
        <MenuItem icon={<DataLine20Regular />} onClick={show()}>
          Show details
        </MenuItem>
      )}
      {main !== 'sign-in' && <OtherWays view={view} />}
      <MenuItem icon={<Edit20Regular />} onClick={() => go(panel, { kind: 'edit', id }, `more-${id}`)}>
        Edit
      </MenuItem>
      <MenuItem icon={<CopyAdd20Regular />} onClick={() => go(panel, { kind: 'add', like: id }, `more-${id}`)}>
        Duplicate…
      </MenuItem>
      <MenuItem icon={<KeyReset20Regular />} onClick={open('replace-secret')}>
        Replace secret or certificate…
      </MenuItem>
      <MenuDivider />
      <MenuItem icon={<ShieldCheckmark20Regular />} disabled={view.account === null} onClick={open('test')}>
        Test connection
      </MenuItem>
      <MenuItem icon={<ClipboardCode20Regular />} onClick={open('copy-as')}>
        Copy as…
      </MenuItem>
      {main !== 'copy' && view.issuedAt !== null && view.status !== 'expired' && (
        <>
          <OtherResources view={view} action={action} />
          <MenuDivider />
        </>
      )}
      <MenuItem icon={<ArrowImport20Regular />} onClick={open('import')}>
        Import refresh token…
      </MenuItem>
      <MenuItem icon={<ArrowExport20Regular />} disabled={view.account === null} onClick={open('export')}>
        Export refresh token…
      </MenuItem>
      <MenuItem icon={<DocumentMultiple20Regular />} onClick={show('exported-tokens')}>
        Exported tokens
      </MenuItem>
      {view.cloud !== 'custom' && (
        <MenuItem
          icon={<KeyMultiple20Regular />}
          onClick={open(view.vault === null ? 'key-vault-settings' : 'key-vault')}
        >
          Key Vault…
        </MenuItem>
      )}
      <MenuDivider />
      <MenuItem icon={<Link20Regular />} onClick={() => void copyRedirectUri(panel, id, action)}>
        Copy redirect URI
      </MenuItem>
      {hasPortal(view) && (
        <MenuItem icon={<Open20Regular />} onClick={() => void openRegistration(panel, id, action)}>
          Open app registration
        </MenuItem>
      )}
      <MenuDivider />
      <MenuItem className={styles.remove} icon={<Delete20Regular />} onClick={open('remove')}>
        Remove…
      </MenuItem>
    </>
  );
}
