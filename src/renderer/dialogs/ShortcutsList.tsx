import { Button, Dialog, DialogSurface, makeStyles, tokens } from '@fluentui/react-components';
import { useEffect, useRef } from 'react';
import { acceleratorWords } from '../model/keyboard/accelerator';
import { type Shortcut, shortcutGroups } from '../model/keyboard/shortcuts';
import { usePanel, useRest } from '../model/panel';
import { useSignal } from '../model/signal';
import { isMac } from '../model/system';
import { DialogFrame } from './DialogFrame';
import { useDialogStyles } from './dialog-styles';
import { useTitleFirst } from './use-title-first';

const useStyles = makeStyles({
  group: { margin: 0, display: 'flex', flexDirection: 'column', gap: '6px' },
  where: {
    margin: '0 0 6px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: '16px',
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', justifyContent: 'space-between', gap: '2px 12px' },
  what: { flexGrow: 1, flexBasis: '120px', minWidth: 0 },
  keys: { margin: 0, display: 'flex', flexWrap: 'wrap', gap: '4px 8px' },
  together: { display: 'inline-flex', gap: '4px' },
  key: {
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    minWidth: '20px',
    padding: '0 5px',
    boxSizing: 'border-box',
    textAlign: 'center',
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground3,
  },
});

/** The list of what the keyboard can do. The focus returns to where it was. */
export function ShortcutsList() {
  const panel = usePanel();
  const styles = useStyles();
  const { surface } = useDialogStyles();
  const open = useSignal(panel.shortcuts);
  useTitleFirst(open);
  const before = useRef<Element | null>(null);
  const wasOpen = useRef(false);
  if (open && !wasOpen.current) before.current = document.activeElement;
  useEffect(() => {
    if (wasOpen.current && !open) returnFocus(before.current);
    wasOpen.current = open;
  }, [open]);
  const global = useRest((rest) => rest.settings.copyShortcut);
  const groups = shortcutGroups(isMac);
  const everywhere: Shortcut[] =
    global === null
      ? []
      : [
          {
            what: `Copy the access token of ${panel.store.view(global.connectionId)?.name ?? 'the connection'}`,
            keys: [acceleratorWords(global.accelerator, isMac).split(isMac ? ' ' : '+')],
          },
        ];
  const close = () => panel.shortcuts.set(false);
  return (
    <Dialog open={open} onOpenChange={(_, data) => data.open || close()}>
      <DialogSurface className={surface}>
        <DialogFrame
          title="Keyboard shortcuts"
          actions={
            <Button appearance="primary" onClick={close}>
              Close
            </Button>
          }
        >
          {[...groups, { where: 'In every app', shortcuts: everywhere }].map(
            ({ where, shortcuts }) =>
              shortcuts.length > 0 && (
                <section key={where} aria-label={where}>
                  <h3 className={styles.where}>{where}</h3>
                  <dl className={styles.group}>
                    {shortcuts.map((shortcut) => (
                      <Row key={shortcut.what} {...shortcut} />
                    ))}
                  </dl>
                </section>
              ),
          )}
        </DialogFrame>
      </DialogSurface>
    </Dialog>
  );
}

function Row({ what, keys }: Shortcut) {
  const styles = useStyles();
  return (
    <div className={styles.row}>
      <dt className={styles.what}>{what}</dt>
      <dd className={styles.keys}>
        {keys.map((together) => (
          <span key={together.join()} className={styles.together}>
            {together.map((key) => (
              <kbd key={key} className={styles.key}>
                {key}
              </kbd>
            ))}
          </span>
        ))}
      </dd>
    </div>
  );
}

function returnFocus(to: Element | null): void {
  requestAnimationFrame(() => {
    const isThere = to instanceof HTMLElement && to.isConnected && to !== document.body;
    (isThere ? to : document.querySelector<HTMLElement>('[data-heading]'))?.focus();
  });
}
