import { Button, Spinner } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import { PersonKey20Regular } from '@fluentui/react-icons/svg/person-key';
import type { ConnectionView } from '../../ipc/contract';
import { mainButtonOf } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel, useRest } from '../model/panel';
import { copyAccessToken, refresh, signIn } from '../model/requests';
import { IconButton } from '../parts/IconButton';
import { useNames } from '../parts/names';
import { RemedyButton } from '../parts/RemedyButton';
import { SecondsLeft } from '../parts/SecondsLeft';
import { useActionStyles } from './action-styles';
import { CardMenuButton, OtherResourcesButton, OtherWaysButton } from './menus';
import { SigningIn } from './SigningIn';

/** The card's buttons: the one that matters now stands out, the others keep quiet. */
export function CardActions({ view }: { view: ConnectionView }) {
  const styles = useActionStyles();
  const panel = usePanel();
  if (view.busy === 'sign-in') return <SigningIn view={view} />;
  const main = mainButtonOf(view);
  const holdsToken = view.issuedAt !== null;
  const signsIn = main === 'sign-in' || main === 'sign-in-with-consent';
  return (
    <div className={styles.actions}>
      {main === 'copy' ? <CopyButton view={view} /> : <RemedyButton view={view} fix={main} />}
      {main === 'copy' && <OtherResourcesButton view={view} />}
      {main === 'sign-in' && <OtherWaysButton view={view} />}
      <span className={styles.quiet}>
        {main !== 'copy' && holdsToken && view.status !== 'expired' && <CopyButton view={view} small />}
        {main !== 'refresh' && holdsToken && <RefreshButton view={view} />}
        {!signsIn && (
          <IconButton
            label="Sign in"
            icon={<PersonKey20Regular />}
            disabledFocusable={view.busy !== null}
            onClick={() => void signIn(panel, view.id)}
          />
        )}
        <CardMenuButton view={view} />
      </span>
    </div>
  );
}

function RefreshButton({ view }: { view: ConnectionView }) {
  const panel = usePanel();
  const action = useAction(view.id);
  const busy = action.pending || view.busy === 'refresh';
  return (
    <IconButton
      label={busy ? 'Refreshing…' : 'Refresh now'}
      icon={busy ? <Spinner size="extra-tiny" aria-hidden /> : <ArrowSync20Regular />}
      disabledFocusable={busy}
      onClick={() => void refresh(panel, view, action)}
    />
  );
}

/** Copies the access token, and counts down until it's cleared from the clipboard. Small where another button matters more. */
export function CopyButton({ view, small = false }: { view: ConnectionView; small?: boolean }) {
  const styles = useActionStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const named = useNames();
  const clearsAt = useRest(({ copied }) =>
    copied?.connectionId === view.id && copied.what === 'access-token' ? copied.clearsAt : null,
  );
  const shared = {
    icon: iconOf(action.pending, clearsAt !== null),
    disabledFocusable: action.pending || view.busy !== null,
    onClick: () => void copyAccessToken(panel, view, action),
  };
  const label = 'Copy access token';
  if (clearsAt === null && small) return <IconButton label={label} {...shared} className={styles.count} />;
  const big = { className: styles.grow, appearance: 'primary', 'data-main': '' } as const;
  if (clearsAt === null)
    return (
      <Button {...big} aria-label={named(label)} {...shared}>
        {label}
      </Button>
    );
  // What it shows counts, so that its name has to be what it holds.
  return (
    <Button
      {...(small ? { className: styles.count, appearance: 'subtle' } : big)}
      {...shared}
      title="Copy access token again"
    >
      <span>
        {small ? <span className={styles.unseen}>Copied · </span> : 'Copied · '}
        <SecondsLeft until={clearsAt} />
        {small ? <span className={styles.unseen}> left</span> : ' left'}
        <span className={styles.unseen}>{named('')}</span>
      </span>
    </Button>
  );
}

function iconOf(pending: boolean, copied: boolean) {
  if (pending) return <Spinner size="extra-tiny" aria-hidden />;
  return copied ? <Checkmark20Regular /> : <Copy20Regular />;
}
