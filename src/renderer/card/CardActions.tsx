import { Spinner } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { PersonKey20Regular } from '@fluentui/react-icons/svg/person-key';
import type { ConnectionView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { refresh, signIn } from '../model/requests';
import { IconButton } from '../parts/IconButton';
import { mainButtonOf } from '../parts/main-button';
import { RemedyButton } from '../parts/RemedyButton';
import { CardMenu } from './CardMenu';
import { CopyButton } from './CopyButton';
import { useCardStyles } from './card-styles';
import { OtherResourcesButton } from './OtherResources';
import { OtherWaysButton } from './SignInWays';
import { SigningIn } from './SigningIn';

/** The card's buttons: the one that matters now stands out, the others keep quiet. */
export function CardActions({ view }: { view: ConnectionView }) {
  const styles = useCardStyles();
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
        <CardMenu view={view} />
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
