import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { ArrowLeft20Regular } from '@fluentui/react-icons/svg/arrow-left';
import { Dismiss20Regular } from '@fluentui/react-icons/svg/dismiss';
import { Pin20Filled, Pin20Regular } from '@fluentui/react-icons/svg/pin';
import { QuestionCircle20Regular } from '@fluentui/react-icons/svg/question-circle';
import { Settings20Regular } from '@fluentui/react-icons/svg/settings';
import { useWanted } from '../model/act';
import { go, goBack } from '../model/navigation';
import { useConnection, usePanel, useRest, type View } from '../model/panel';
import { useSignal } from '../model/signal';
import { IconButton } from '../parts/IconButton';
import { Mark } from '../parts/Mark';
import { AllMenu } from './AllMenu';

const useStyles = makeStyles({
  header: {
    display: 'flex',
    alignItems: 'center',
    gap: '2px',
    flexShrink: 0,
    minHeight: '48px',
    boxSizing: 'border-box',
    paddingInline: '12px 8px',
    // The window has no frame: this is what one drags it by.
    WebkitAppRegion: 'drag',
    '@media (max-width: 300px)': { flexWrap: 'wrap', paddingBlock: '6px' },
  },
  // Narrow or enlarged, there is no room for these: both are among the settings as well.
  wide: { '@media (max-width: 300px)': { display: 'none' } },
  wider: { '@media (max-width: 380px)': { display: 'none' } },
  pinned: { color: tokens.colorBrandForeground1 },
  buttons: { display: 'flex', gap: '2px', marginInlineStart: 'auto', WebkitAppRegion: 'no-drag' },
  back: { WebkitAppRegion: 'no-drag', marginInlineStart: '-6px' },
  heading: {
    margin: 0,
    flexGrow: 1,
    minWidth: 0,
    paddingInline: '8px',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    fontWeight: tokens.fontWeightSemibold,
    outlineStyle: 'none',
    overflowWrap: 'anywhere',
    '@media (max-width: 300px)': { order: 1, flexBasis: '100%', paddingInline: '4px' },
  },
});

const TITLES: Readonly<Record<View['kind'], string>> = {
  connections: 'Partner Token Tray',
  add: 'Add connection',
  connection: 'Connection',
  edit: 'Edit connection',
  settings: 'Settings',
};

/** Where one is, and the ways from here. */
export function Header() {
  const styles = useStyles();
  const panel = usePanel();
  const view = useSignal(panel.view);
  const { kind } = view;
  const name = useConnection(view.kind === 'connection' ? view.id : '')?.name;
  const home = kind === 'connections';
  const close = () => void panel.bridge.closePanel().catch(() => undefined);
  return (
    <header className={styles.header}>
      {home ? (
        <Mark size={20} />
      ) : (
        <IconButton label="Back" className={styles.back} icon={<ArrowLeft20Regular />} onClick={() => goBack(panel)} />
      )}
      <h1 className={styles.heading} tabIndex={-1} data-heading>
        {name ?? TITLES[kind]}
      </h1>
      <div className={styles.buttons}>
        {home && (
          <>
            <IconButton
              label="Add connection"
              icon={<Add20Regular />}
              onClick={() => go(panel, { kind: 'add' })}
              data-return="add"
            />
            <AllMenu />
            <IconButton
              label="Settings"
              icon={<Settings20Regular />}
              onClick={() => go(panel, { kind: 'settings' })}
              data-return="settings"
            />
          </>
        )}
        <PinButton />
        <IconButton
          label="Keyboard shortcuts"
          className={styles.wider}
          icon={<QuestionCircle20Regular />}
          onClick={() => panel.shortcuts.set(true)}
        />
        <IconButton label="Close" icon={<Dismiss20Regular />} onClick={close} />
      </div>
    </header>
  );
}

/** Keeps the panel open whatever gets the focus. */
function PinButton() {
  const styles = useStyles();
  const panel = usePanel();
  const { shown, choose } = useWanted({ panelPinned: useRest((rest) => rest.settings.panelPinned) });
  const { panelPinned: pinned } = shown;
  const pin = () => {
    const wanted = { panelPinned: !pinned };
    const words = pinned ? 'The panel closes when you click elsewhere.' : 'The panel stays open.';
    void choose(wanted, () => panel.bridge.updateSettings(wanted), words);
  };
  return (
    <IconButton
      label="Keep open when you click elsewhere"
      className={mergeClasses(styles.wide, pinned && styles.pinned)}
      aria-pressed={pinned}
      icon={pinned ? <Pin20Filled /> : <Pin20Regular />}
      onClick={pin}
    />
  );
}
