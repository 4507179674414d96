import { Badge, Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useCallback, useEffect, useState } from 'react';
import type { ExportedTokenView } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { DialogFrame, type DialogProps, focusOnMount } from './DialogFrame';

const useStyles = makeStyles({
  list: { display: 'flex', flexDirection: 'column', gap: '8px', margin: 0, padding: 0, listStyleType: 'none' },
  token: {
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
  file: 'Saved to a file',
  program: 'Given to a program',
  'key-vault': 'Saved to Key Vault',
};

const BADGES: Readonly<
  Record<ExportedTokenView['state'], { label: string; color: 'informative' | 'warning' | 'danger' }>
> = {
  'in-use': { label: 'In use', color: 'warning' },
  replaced: { label: 'Replaced', color: 'informative' },
  expired: { label: 'Expired', color: 'danger' },
};

/** Every refresh token that left the app: when it expires, and whether it's still in use. */
export function ExportedTokensList({ id, onClose }: DialogProps) {
  const styles = useStyles();
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
      () => 'Marked as replaced.',
    );
    if (reply?.ok) await load();
  };
  return (
    <DialogFrame
      id={id}
      title={`Exported tokens for ${name}`}
      actions={
        <>
          <Button ref={focusOnMount} onClick={onClose}>
            Close
          </Button>
          <Button appearance="primary" onClick={() => panel.dialog.set({ kind: 'export', id })}>
            Export new token…
          </Button>
        </>
      }
    >
      The app doesn't refresh exported tokens. Before one expires, export a new one, put it in place of the old one, and
      mark the old one as replaced.
      {exportedTokens === null && pending && <Spinner size="small" label="Loading…" labelPosition="after" />}
      {exportedTokens?.length === 0 && <strong>This connection has no exported tokens.</strong>}
      {exportedTokens !== null && exportedTokens.length > 0 && (
        <ul className={styles.list}>
          {exportedTokens.map((token) => (
            <li key={token.id} className={styles.token}>
              <span className={styles.words}>
                {TARGETS[token.to]} on {dayOf(token.takenAt)}
                <span className={styles.quiet}>
                  {token.state === 'expired' ? 'Expired' : 'Expires'} on {dayOf(token.expiresAt)} · fingerprint{' '}
                  {token.mark}
                  {token.superseded && token.state === 'in-use' ? ' · the app has a newer token' : ''}
                </span>
              </span>
              <Badge appearance="tint" color={BADGES[token.state].color}>
                {BADGES[token.state].label}
              </Badge>
              {token.state === 'in-use' && (
                <Button size="small" disabledFocusable={pending} onClick={() => void markReplaced(token.id)}>
                  Mark as replaced
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </DialogFrame>
  );
}

function dayOf(at: number): string {
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
}
