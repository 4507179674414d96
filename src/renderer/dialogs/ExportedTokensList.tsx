import {
  Badge,
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogTitle,
  makeStyles,
  Spinner,
  tokens,
} from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { ExportedTokenView } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { focusOnMount } from '../parts/focus-on-mount';
import { ProblemWithButton } from '../parts/ProblemWithButton';
import { useDialogStyles } from './dialog-styles';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '8px', margin: 0, padding: 0, listStyleType: 'none' },
  copy: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    padding: '10px 12px',
    borderRadius: '8px',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  words: { flexGrow: 1, flexBasis: '140px', minWidth: 0, overflowWrap: 'anywhere' },
  quiet: { display: 'block', fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
});

const TARGETS: Readonly<Record<ExportedTokenView['to'], string>> = {
  clipboard: 'Copied to the clipboard',
  file: 'Written to a file',
  'key-vault': 'Written to Key Vault',
};

const BADGES: Readonly<
  Record<ExportedTokenView['state'], { label: string; color: 'informative' | 'warning' | 'danger' }>
> = {
  'in-use': { label: 'in use', color: 'warning' },
  replaced: { label: 'replaced', color: 'informative' },
  expired: { label: 'expired', color: 'danger' },
};

/** Every copy of a refresh token that left the app: when it expires, and whether it is still in use. */
export function ExportedTokensList({ id, onClose }: { id: string; onClose: () => void }) {
  const styles = useDialogStyles();
  const own = useStyles();
  const panel = usePanel();
  const { run, pending } = useAction(id);
  const [name] = useState(() => panel.store.view(id)?.name ?? '');
  const [exportedTokens, setExportedTokens] = useState<readonly ExportedTokenView[] | null>(null);
  const load = useCallback(async () => {
    const reply = await run(() => panel.bridge.exportedTokens({ id }));
    if (reply?.ok) setExportedTokens(reply.value.toReversed());
  }, [id, panel, run]);
  useEffect(() => void load(), [load]);
  const markReplaced = async (exportId: string) => {
    const reply = await run(
      () => panel.bridge.markExportReplaced({ id, exportId }),
      () => 'The copy is marked as replaced.',
    );
    if (reply?.ok) await load();
  };
  return (
    <DialogBody className={styles.body}>
      <DialogTitle>Copies of {name}</DialogTitle>
      <DialogContent className={styles.content}>
        A copy is a refresh token that left the app. It has a window of its own and does not renew itself: put a new one
        in its place before it expires.
        {exportedTokens === null && pending && <Spinner size="small" label="Looking…" labelPosition="after" />}
        {exportedTokens?.length === 0 && <strong>No refresh token of this connection has left the app.</strong>}
        {exportedTokens !== null && exportedTokens.length > 0 && (
          <ul className={own.list}>
            {exportedTokens.map((copy) => (
              <li key={copy.id} className={own.copy}>
                <span className={own.words}>
                  {TARGETS[copy.to]} on {dayOf(copy.takenAt)}
                  <span className={own.quiet}>
                    {copy.state === 'expired' ? 'Expired' : 'Expires'} on {dayOf(copy.expiresAt)} · mark {copy.mark}
                    {copy.superseded && copy.state === 'in-use' ? ' · the app holds a newer token' : ''}
                  </span>
                </span>
                <Badge appearance="tint" color={BADGES[copy.state].color}>
                  {BADGES[copy.state].label}
                </Badge>
                {copy.state === 'in-use' && (
                  <Button size="small" disabledFocusable={pending} onClick={() => void markReplaced(copy.id)}>
                    Mark as replaced
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
        <ProblemWithButton about={id} />
      </DialogContent>
      <DialogActions fluid className={styles.actions}>
        <Button ref={focusOnMount} onClick={onClose}>
          Close
        </Button>
        <Button appearance="primary" onClick={() => panel.dialog.set({ kind: 'export', id })}>
          Export a new one…
        </Button>
      </DialogActions>
    </DialogBody>
  );
}

function dayOf(at: number): string {
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
}
