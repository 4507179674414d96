import {
  Button,
  Link,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import { useState } from 'react';
import type { NotificationView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { APP, useConnection, usePanel, useRest } from '../model/panel';
import { CopyDetails } from '../parts/CopyDetails';
import { ProblemWithButton } from '../parts/ProblemWithButton';

/** More than this many at once hide the cards they are about. */
const SHOWN = 2;

const useStyles = makeStyles({
  stack: { display: 'flex', flexDirection: 'column', gap: '8px', ':empty': { display: 'none' } },
  more: { alignSelf: 'center' },
});

/** What deserves attention before any card: the app's own problem, a wrong clock, what didn't work, and open notifications. */
export function Notifications() {
  const styles = useStyles();
  const notifications = useRest((rest) => rest.notifications);
  const [all, setAll] = useState(false);
  const newestFirst = notifications.toSorted((a, b) => b.at - a.at);
  const shown = all ? newestFirst : newestFirst.slice(0, SHOWN);
  const hidden = notifications.length - shown.length;
  return (
    <section className={styles.stack} aria-label="Notifications">
      <AppTrouble />
      <WrongClock />
      <ProblemWithButton about={APP} />
      {shown.map((notification) => (
        <AppNotification key={notification.id} notification={notification} />
      ))}
      {hidden > 0 && (
        <Link as="button" className={styles.more} onClick={() => setAll(true)}>
          Show {hidden} more {hidden === 1 ? 'notification' : 'notifications'}
        </Link>
      )}
    </section>
  );
}

function AppTrouble() {
  const panel = usePanel();
  const trouble = useRest((rest) => rest.appTrouble);
  const action = useAction(APP);
  if (trouble === null) return null;
  const retry = () => action.run(() => panel.bridge.retryKeychain());
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{trouble.what}</MessageBarTitle>
        <br />
        {trouble.advice}
        {trouble.note !== undefined && <div>{trouble.note}</div>}
        <CopyDetails key={trouble.details.text} details={trouble.details} id={null} />
      </MessageBarBody>
      {trouble.button !== null && (
        <MessageBarActions>
          <Button size="small" disabledFocusable={action.pending} onClick={retry}>
            {trouble.button}
          </Button>
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

/** Quiet: nothing fails because of it, and nothing here can fix it. */
function WrongClock() {
  const skew = useRest((rest) => rest.clockSkew);
  if (skew === null) return null;
  return (
    <MessageBar intent="info" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{skew.what}</MessageBarTitle>
        <br />
        {skew.advice}
      </MessageBarBody>
    </MessageBar>
  );
}

function AppNotification({ notification }: { notification: NotificationView }) {
  const panel = usePanel();
  const { id, connectionId } = notification;
  const status = useConnection(connectionId)?.status;
  const action = useAction(APP);
  const help = useAction(connectionId);
  // The notification is gone by then: its card says what did not work, and has the buttons that help.
  const act = async () => {
    const reply = await help.run(() => panel.bridge.actOnNotification({ id }));
    if (reply?.ok === false) panel.target.set(connectionId);
  };
  const severe = status === 'expired' || status === 'person';
  return (
    <MessageBar intent={severe ? 'error' : 'warning'} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{notification.title}</MessageBarTitle>
        <br />
        {notification.body}
      </MessageBarBody>
      <MessageBarActions
        containerAction={
          <Button
            appearance="transparent"
            size="small"
            aria-label="Dismiss"
            icon={<Dismiss16Regular />}
            onClick={() => action.run(() => panel.bridge.dismissNotification({ id }))}
          />
        }
      >
        <Button size="small" disabledFocusable={help.pending} onClick={() => void act()}>
          {notification.actionLabel}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
