import { FluentProvider, makeStyles, tokens } from '@fluentui/react-components';
import { useLayoutEffect, useRef, useState } from 'react';
import { useFocusKeeper } from '../model/keyboard/focus-keeper';
import { useShortcuts } from '../model/keyboard/use-shortcuts';
import { useEscape } from '../model/navigation';
import { usePanel, useRest, type View } from '../model/panel';
import { useSignal } from '../model/signal';
import { later } from '../parts/later';
import { Scope } from '../parts/Scope';
import { column } from '../parts/styles';
import { usePanelTheme } from '../parts/theme';
import { Connections } from '../views/Connections';
import { useFirstFocus } from '../views/card-focus';
import { ClipboardBar } from './ClipboardBar';
import { Header } from './Header';
import { Notifications } from './Notifications';
import { Spoken } from './Toast';

// Only the connections are there at once. All else comes right after the first paint.
const AddConnection = later(async () => (await import('../views/AddConnection')).AddConnection);
const ConnectionPage = later(async () => (await import('../page/ConnectionPage')).ConnectionPage);
const DuplicateConnection = later(async () => (await import('../views/DuplicateConnection')).DuplicateConnection);
const EditConnection = later(async () => (await import('../views/EditConnection')).EditConnection);
const FinishConnection = later(async () => (await import('../guide/FinishConnection')).FinishConnection);
const Settings = later(async () => (await import('../views/Settings')).Settings);
const Dialogs = later(async () => (await import('../dialogs/Dialogs')).Dialogs);
const ShortcutsList = later(async () => (await import('../dialogs/ShortcutsList')).ShortcutsList);
const BatchBar = later(async () => (await import('./BatchBar')).BatchBar);
const Tips = later(async () => (await import('./Tips')).Tips);
const PracticeBar = later(async () => (await import('./PracticeBar')).PracticeBar);

const useStyles = makeStyles({
  panel: {
    height: '100%',
    ...column,
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  scroller: {
    position: 'relative',
    flexGrow: 1,
    minHeight: 0,
    overflowX: 'hidden',
    overflowY: 'auto',
    ...column,
    scrollbarWidth: 'thin',
    scrollPaddingBottom: '96px',
  },
  main: { flexGrow: 1, flexShrink: 0, ...column, gap: '10px', padding: '2px 12px 12px' },
});

/** The whole panel, once main has told its state. */
export function App() {
  const styles = useStyles();
  const theme = usePanelTheme(useRest((rest) => rest.settings.theme));
  const view = useSignal(usePanel().view);
  const added = view.kind === 'add' ? (view.added ?? null) : null;
  const { scroller, remember } = useScrollMemory(view.kind);
  const hasBatch = useRest((rest) => rest.batch !== null);
  const isPractice = useRest((rest) => rest.practice !== null);
  useEscape();
  useFirstFocus();
  useShortcuts();
  useFocusKeeper();
  // A class would go to every menu and dialog as well, so the height is a style.
  return (
    <FluentProvider theme={theme} style={{ height: '100%' }}>
      <div className={styles.panel}>
        <Header />
        {hasBatch && <BatchBar />}
        <div ref={scroller} className={styles.scroller} onScroll={remember}>
          <main className={styles.main}>
            {view.kind === 'connections' && <Notifications />}
            {view.kind === 'connections' && <Connections scroller={scroller} />}
            {added !== null && <FinishConnection id={added} />}
            {view.kind !== 'connections' && added === null && (
              <Scope name={view.kind}>
                {view.kind === 'add' && view.like === undefined && <AddConnection />}
                {view.kind === 'add' && view.like !== undefined && (
                  <DuplicateConnection key={view.like} id={view.like} />
                )}
                {view.kind === 'connection' && <ConnectionPage key={view.id} asked={view} />}
                {view.kind === 'edit' && <EditConnection key={view.id} id={view.id} />}
                {view.kind === 'settings' && <Settings />}
              </Scope>
            )}
          </main>
          {view.kind === 'connections' && isPractice && <PracticeBar />}
        </div>
        <ClipboardBar />
      </div>
      <DialogsOnceAsked />
      <ShortcutsList />
      <Spoken />
      <Tips />
    </FluentProvider>
  );
}

/** From the first dialog on: closing one is theirs as well. */
function DialogsOnceAsked() {
  const isAsked = useSignal(usePanel().dialog) !== null;
  const [wasAsked, setWasAsked] = useState(false);
  if (isAsked && !wasAsked) setWasAsked(true);
  return wasAsked && <Dialogs />;
}

/** Forms start at the top; the connections are where they were left. */
function useScrollMemory(kind: View['kind']) {
  const scroller = useRef<HTMLDivElement>(null);
  const left = useRef(0);
  useLayoutEffect(() => {
    if (scroller.current !== null) scroller.current.scrollTop = kind === 'connections' ? left.current : 0;
  }, [kind]);
  const remember = () => {
    if (kind === 'connections') left.current = scroller.current?.scrollTop ?? 0;
  };
  return { scroller, remember };
}
