import { Button, mergeClasses } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import type { Remedy } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { go } from '../model/navigation';
import { type Panel, usePanel } from '../model/panel';
import { signIn } from '../model/requests';
import { useCardStyles } from './card-styles';

/** A trouble that has not passed: what happened, what to do, and the one button that does it. */
export function CardTrouble({ view }: { view: ConnectionView }) {
  const styles = useCardStyles();
  const panel = usePanel();
  const copying = useAction(view.id);
  const { trouble } = view;
  if (trouble === null) return null;
  const passing = trouble.kind === 'transient';
  const copyDetails = () =>
    copying.run(
      () => panel.bridge.copyTroubleDetails({ id: view.id }),
      () => 'Details copied.',
    );
  return (
    <section className={mergeClasses(styles.note, passing ? styles.calm : styles.bad)} aria-label="Trouble">
      <p className={styles.noteText}>
        <strong className={styles.noteTitle}>{trouble.what}</strong>
        {trouble.advice}
      </p>
      <div className={styles.noteActions}>
        <RemedyButton view={view} remedy={trouble.remedy} />
        <Button size="small" appearance="subtle" disabledFocusable={copying.pending} onClick={copyDetails}>
          Copy details
        </Button>
      </div>
    </section>
  );
}

/** Whether the trouble's own button signs in, so that the card needs no second one. */
export function troubleSignsIn(view: ConnectionView): boolean {
  const remedy = view.trouble?.remedy;
  return remedy === 'sign-in' || remedy === 'sign-in-with-consent';
}

const LABELS: Readonly<Record<Exclude<Remedy, 'wait'>, string>> = {
  'sign-in': 'Sign in',
  'sign-in-with-consent': 'Sign in with consent',
  'replace-secret': 'Replace secret',
  'edit-connection': 'Edit connection',
  'open-app-registration': 'Open app registration',
  'copy-redirect-uri': 'Copy redirect URI',
  'retry-keychain': 'Try again',
  refresh: 'Refresh now',
};

function RemedyButton({ view, remedy }: { view: ConnectionView; remedy: Remedy }) {
  const panel = usePanel();
  const action = useAction(view.id);
  if (remedy === 'wait') return null;
  if (view.busy === 'sign-in') return null;
  return (
    <Button
      size="small"
      appearance="primary"
      disabledFocusable={action.pending || view.busy !== null}
      onClick={() => remedyOf(panel, view.id, remedy, action.run)}
      data-return={`remedy-${view.id}`}
    >
      {LABELS[remedy]}
    </Button>
  );
}

function remedyOf(panel: Panel, id: string, remedy: Exclude<Remedy, 'wait'>, run: ReturnType<typeof useAction>['run']) {
  switch (remedy) {
    case 'sign-in':
      return void signIn(panel, id);
    case 'sign-in-with-consent':
      return void signIn(panel, id, true);
    case 'replace-secret':
      return panel.dialog.set({ kind: 'replace-secret', id });
    case 'edit-connection':
      return go(panel, { kind: 'edit', id });
    case 'open-app-registration':
      return void run(() => panel.bridge.openAppRegistration({ id }));
    case 'copy-redirect-uri':
      return void run(
        () => panel.bridge.copyRedirectUri({ id }),
        () => 'Redirect URI copied.',
      );
    case 'retry-keychain':
      return void run(() => panel.bridge.retryKeychain());
    case 'refresh':
      return void run(() => panel.bridge.refresh({ id }));
  }
}
