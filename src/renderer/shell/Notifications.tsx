import { Button, Link, makeStyles } from '@fluentui/react-components';
import { useState } from 'react';
import type { NotificationView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { APP, useConnection, usePanel, useRest } from '../model/panel';
import { CopyDetails } from '../parts/CopyDetails';
import { Message } from '../parts/Message';
import { ProblemBar } from '../parts/ProblemBar';

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
  const skew = useRest((rest) => rest.clockSkew);
  const trouble = useRest((rest) => rest.appTrouble?.details.code ?? undefined);
  const [all, setAll] = useState(false);
  const newestFirst = notifications.toSorted((a, b) => b.at - a.at);
  const shown = all ? newestFirst : newestFirst.slice(0, SHOWN);
  const hidden = notifications.length - shown.length;
  return (
    <section className={styles.stack} aria-label="Notifications">
      <AppTrouble />
      {/* Quiet: nothing fails because of it, and nothing here can fix it. */}
      {skew && <Message intent="info" what={skew.what} advice={skew.advice} />}
      <ProblemBar about={APP} unless={trouble} />
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
    <Message
      intent="error"
      what={trouble.what}
      advice={trouble.advice}
      button={
        trouble.button !== null && (
          <Button size="small" disabledFocusable={action.pending} onClick={retry}>
            {trouble.button}
          </Button>
        )
      }
    >
      {trouble.note !== undefined && <div>{trouble.note}</div>}
      <CopyDetails key={trouble.details.text} details={trouble.details} id={null} />
    </Message>
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
    <Message
      intent={severe ? 'error' : 'warning'}
      what={notification.title}
      advice={notification.body}
      onDismiss={() => void action.run(() => panel.bridge.dismissNotification({ id }))}
      button={
        <Button size="small" disabledFocusable={help.pending} onClick={() => void act()}>
          {notification.actionLabel}
        </Button>
      }
    />
  );
}
