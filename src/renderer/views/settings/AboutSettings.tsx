import { Button, makeStyles, tokens } from '@fluentui/react-components';
import type { Reply } from '../../../ipc/contract';
import { useFormStyles } from '../../forms/form-styles';
import { useAction } from '../../model/act';
import { APP, usePanel, useRest } from '../../model/panel';
import { SettingsSection } from './SettingsSection';
import type { FactsProps } from './use-settings';

const useStyles = makeStyles({
  path: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    overflowWrap: 'anywhere',
    userSelect: 'text',
  },
  version: { userSelect: 'text' },
});

/** Where everything lies. */
export function DataSettings({ facts }: FactsProps) {
  const styles = useStyles();
  const form = useFormStyles();
  const panel = usePanel();
  return (
    <SettingsSection title="Data">
      <span className={form.note}>
        Connections, settings, histories, and the log are in this folder. Tokens and secrets are only in the keychain.
      </span>
      {facts !== null && <code className={styles.path}>{facts.dataFolder}</code>}
      <div className={form.row}>
        <AskButton words="Open folder" ask={() => panel.bridge.openDataFolder()} />
      </div>
    </SettingsSection>
  );
}

/** Help, and which version this is. */
export function AboutSettings() {
  const styles = useStyles();
  const form = useFormStyles();
  const panel = usePanel();
  const version = useRest((rest) => rest.version);
  return (
    <SettingsSection title="Help and about">
      <div className={form.row}>
        <Button onClick={() => panel.shortcuts.set(true)}>Keyboard shortcuts</Button>
        <AskButton words="Copy diagnostics" ask={() => panel.bridge.copyDiagnostics()} said="Diagnostics copied." />
        <AskButton words="License" ask={() => panel.bridge.openLicense()} />
      </div>
      <span className={form.note}>
        Diagnostics are for support: versions, states, settings, and the end of the log. No token, secret, account, or
        name of a connection is in them.
      </span>
      <span className={styles.version}>Partner Token Tray {version}</span>
    </SettingsSection>
  );
}

interface AskButtonProps {
  readonly words: string;
  readonly ask: () => Promise<Reply>;
  readonly said?: string;
}

/** Asks main for one thing. */
function AskButton({ words, ask, said }: AskButtonProps) {
  const { run, pending } = useAction(APP);
  return (
    <Button disabledFocusable={pending} onClick={() => void run(ask, () => said ?? null)}>
      {words}
    </Button>
  );
}
