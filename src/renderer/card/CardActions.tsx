import { Button, ProgressBar, Spinner, Tooltip } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { PersonKey20Regular } from '@fluentui/react-icons/svg/person-key';
import type { ReactNode } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { usePanel, useRest } from '../model/panel';
import { signIn } from '../model/requests';
import { useSeconds } from '../model/ticker';
import { secondsUntil } from '../model/time-words';
import { troubleSignsIn } from './CardTrouble';
import { useCardStyles } from './card-styles';

/** The card's buttons: the one that matters now stands out, the others keep quiet. */
export function CardActions({ view, more }: { view: ConnectionView; more: ReactNode }) {
  const styles = useCardStyles();
  if (view.busy === 'sign-in') return <SigningIn view={view} more={more} />;
  const mustSignIn = view.status === 'new' || view.status === 'lapsed' || view.status === 'person';
  const holdsToken = view.issuedAt !== null;
  const signInElsewhere = troubleSignsIn(view);
  return (
    <div className={styles.actions}>
      {mustSignIn && !signInElsewhere && <SignInButton view={view} primary={needsOnlySignIn(view)} />}
      {holdsToken && view.status !== 'lapsed' && <CopyButton view={view} primary={!mustSignIn} />}
      {holdsToken && <RefreshButton view={view} />}
      {!mustSignIn && !signInElsewhere && <SignInIcon view={view} />}
      <span style={{ marginInlineStart: 'auto' }}>{more}</span>
    </div>
  );
}

/** When a trouble has another remedy, that one is the button that stands out. */
function needsOnlySignIn(view: ConnectionView): boolean {
  return view.trouble === null || view.trouble.remedy === 'wait';
}

function SignInButton({ view, primary }: { view: ConnectionView; primary: boolean }) {
  const styles = useCardStyles();
  const panel = usePanel();
  return (
    <Button
      className={styles.grow}
      appearance={primary ? 'primary' : 'secondary'}
      icon={<PersonKey20Regular />}
      disabledFocusable={view.busy !== null}
      onClick={() => void signIn(panel, view.id)}
    >
      Sign in
    </Button>
  );
}

function SignInIcon({ view }: { view: ConnectionView }) {
  const panel = usePanel();
  return (
    <Tooltip content="Sign in" relationship="label">
      <Button
        appearance="subtle"
        icon={<PersonKey20Regular />}
        disabledFocusable={view.busy !== null}
        onClick={() => void signIn(panel, view.id)}
      />
    </Tooltip>
  );
}

function RefreshButton({ view }: { view: ConnectionView }) {
  const panel = usePanel();
  const action = useAction(view.id);
  const busy = action.pending || view.busy === 'refresh';
  const refresh = () =>
    action.run(
      () => panel.bridge.refresh({ id: view.id }),
      () => `${view.name} is refreshed.`,
    );
  return (
    <Tooltip content={busy ? 'Refreshing…' : 'Refresh now'} relationship="label">
      <Button
        appearance="subtle"
        icon={busy ? <Spinner size="extra-tiny" /> : <ArrowSync20Regular />}
        disabledFocusable={busy}
        onClick={refresh}
      />
    </Tooltip>
  );
}

function CopyButton({ view, primary }: { view: ConnectionView; primary: boolean }) {
  const styles = useCardStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const clearsAt = useRest(({ copied }) => (copied?.connectionId === view.id ? copied.clearsAt : null));
  const copy = () =>
    action.run(
      () => panel.bridge.copyAccessToken({ id: view.id }),
      ({ clearsAt: at }) => `Access token copied. It leaves the clipboard in ${secondsUntil(at, Date.now())} seconds.`,
    );
  const icon = action.pending ? (
    <Spinner size="extra-tiny" />
  ) : clearsAt !== null ? (
    <Checkmark20Regular />
  ) : (
    <Copy20Regular />
  );
  return (
    <Button
      className={styles.grow}
      appearance={primary ? 'primary' : 'secondary'}
      icon={icon}
      disabledFocusable={action.pending}
      onClick={copy}
      aria-label={clearsAt === null ? undefined : 'Copy access token again'}
    >
      {clearsAt === null ? 'Copy access token' : <Countdown to={clearsAt} />}
    </Button>
  );
}

function Countdown({ to }: { to: number }) {
  const left = secondsUntil(to, useSeconds());
  return <span>{left > 0 ? `Copied · clears in ${left} s` : 'Clearing…'}</span>;
}

function SigningIn({ view, more }: { view: ConnectionView; more: ReactNode }) {
  const styles = useCardStyles();
  const panel = usePanel();
  const cancelling = useAction(view.id);
  return (
    <div className={styles.actions}>
      <ProgressBar aria-label="Signing in" />
      <Button
        className={styles.grow}
        disabledFocusable={cancelling.pending}
        onClick={() => cancelling.run(() => panel.bridge.cancelSignIn({ id: view.id }))}
      >
        Cancel sign-in
      </Button>
      {more}
    </div>
  );
}
