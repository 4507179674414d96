import { Button, makeStyles, mergeClasses, tokens, useThemeClassName } from '@fluentui/react-components';
import { CheckmarkCircle20Filled } from '@fluentui/react-icons/svg/checkmark-circle';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { type FocusEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { SECOND } from '../../ipc/vocabulary';
import { isTextField } from '../model/keyboard/text-field';
import { type Told, usePanel, useRest } from '../model/panel';
import { useSignal } from '../model/signal';
import { isMac } from '../model/system';
import { small, unseen } from '../parts/styles';
import { statusColor } from '../parts/theme';

/** Long enough to be read by whoever looks up late, and to reach for Undo. */
const LASTS = { plain: 5 * SECOND, undo: 8 * SECOND, perCharacter: 0.06 * SECOND };

const useStyles = makeStyles({
  place: {
    position: 'fixed',
    insetInline: '12px',
    bottom: '12px',
    zIndex: 2_000_000,
    display: 'flex',
    justifyContent: 'center',
    pointerEvents: 'none',
    backgroundColor: 'transparent',
  },
  // Not over the buttons that one presses again and again.
  overPracticeBar: { paddingBottom: '96px', '@media (max-height: 420px)': { paddingBottom: 0 } },
  overClipboardBar: { marginBottom: '52px' },
  // At the bottom a dialog has its buttons.
  overDialog: { bottom: 'auto', top: '12px' },
  toast: {
    pointerEvents: 'auto',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: '4px 8px',
    minWidth: 0,
    maxWidth: '360px',
    boxSizing: 'border-box',
    paddingBlock: '6px',
    paddingInline: '12px 6px',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusMedium,
    boxShadow: tokens.shadow16,
    animationName: { from: { opacity: 0, transform: 'translateY(8px)' } },
    animationDuration: tokens.durationNormal,
  },
  icon: { flexShrink: 0, color: statusColor('fine'), '@media (max-width: 260px)': { display: 'none' } },
  words: { flexGrow: 1, flexBasis: '100px', minWidth: 0, overflowWrap: 'anywhere', ...small },
  buttons: { display: 'flex', marginInlineStart: 'auto' },
  // Below everything else it would make the window a pixel longer, which then scrolls.
  hidden: { ...unseen, top: 0 },
});

/** What Fluent's dialogs leave to the eye and to screen readers beside themselves: a child of the body that says so. */
const BESIDE_DIALOGS = { 'data-tabster-never-hide': '' };

/** What has just happened: said once to screen readers, and shown for a while where it can be seen, an open dialog or not. */
export function Spoken() {
  const theme = useThemeClassName();
  return createPortal(
    <div className={theme} style={{ background: 'none' }} {...BESIDE_DIALOGS}>
      <Toast />
      <StatusRegion />
    </div>,
    document.body,
  );
}

/** One at a time. It stays while it is pointed at or has the focus, so that nothing else slips under the pointer. */
function Toast() {
  const styles = useStyles();
  const panel = usePanel();
  const latest = useSignal(panel.told);
  const [shown, setShown] = useState<Told | null>(null);
  const [held, setHeld] = useState(false);
  const [focused, setFocused] = useState(false);
  const cameFrom = useRef<HTMLElement | null>(null);
  const home = useSignal(panel.view).kind === 'connections';
  const overClipboard = useRest((rest) => rest.copied !== null);
  const overDialog = useSignal(panel.dialog) !== null;
  const overPractice = useRest((rest) => rest.practice !== null) && home;
  const stays = held || focused;
  if (latest !== shown && !(stays && latest !== null && shown !== null)) setShown(latest);

  useEffect(() => {
    if (shown === null || stays) return;
    const least = shown.undo === undefined ? LASTS.plain : LASTS.undo;
    const timer = setTimeout(() => forget(shown), Math.max(least, shown.words.length * LASTS.perCharacter));
    const forget = (over: Told) => panel.told.get() === over && panel.told.set(null);
    return () => clearTimeout(timer);
  }, [shown, stays, panel]);

  const end = () => {
    if (focused) cameFrom.current?.focus();
    setHeld(false);
    setFocused(false);
    panel.told.set(null);
  };
  const undo = () => {
    const { undo: run } = shown ?? {};
    end();
    run?.();
  };
  const undoLatest = useRef(undo);
  undoLatest.current = undo;
  const canUndo = shown?.undo !== undefined;
  useEffect(() => {
    if (!canUndo) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
      if (!isUndo || event.defaultPrevented || isTextField(event.target)) return;
      event.preventDefault();
      undoLatest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [canUndo]);

  if (shown === null) return null;
  const onFocus = ({ relatedTarget }: FocusEvent) => {
    setFocused(true);
    if (relatedTarget instanceof HTMLElement) cameFrom.current = relatedTarget;
  };
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (!currentTarget.contains(relatedTarget)) setFocused(false);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    end();
  };
  return (
    <section
      className={mergeClasses(
        styles.place,
        overPractice && styles.overPracticeBar,
        overClipboard && styles.overClipboardBar,
        overDialog && styles.overDialog,
      )}
      aria-label="What happened"
      data-toast
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is pointed at stays; all it can do is in its buttons */}
      <div
        key={shown.count}
        className={styles.toast}
        onPointerEnter={() => setHeld(true)}
        onPointerLeave={() => setHeld(false)}
        onFocus={onFocus}
        onBlur={onBlur}
        onKeyDown={onKeyDown}
      >
        <CheckmarkCircle20Filled className={styles.icon} />
        <span className={styles.words}>{shown.words}</span>
        <span className={styles.buttons}>
          {canUndo && (
            <Button
              size="small"
              appearance="transparent"
              aria-keyshortcuts={isMac ? 'Meta+Z' : 'Control+Z'}
              onClick={undo}
            >
              Undo
            </Button>
          )}
          <Button
            size="small"
            appearance="transparent"
            aria-label="Dismiss message"
            icon={<Dismiss16Regular />}
            onClick={end}
          />
        </span>
      </div>
    </section>
  );
}

/** Says results to a screen reader. Not shown: what it says can also be seen where it happened, or in the toast. */
function StatusRegion() {
  const styles = useStyles();
  const { words, count } = useSignal(usePanel().said);
  return (
    <div className={styles.hidden} role="status" aria-live="polite">
      <span key={count}>{words}</span>
    </div>
  );
}
