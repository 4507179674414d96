import { Badge, mergeClasses } from '@fluentui/react-components';
import { memo, useId } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import type { Remedy } from '../../ipc/vocabulary';
import { mainButtonOf } from '../../ipc/vocabulary';
import { daysLeftOf } from '../model/days-left';
import { useClock, useConnection } from '../model/panel';
import { DaysRing } from '../parts/DaysRing';
import { ProblemBar } from '../parts/ProblemBar';
import { StatusIcon } from '../parts/status-icon';
import { statusColor } from '../parts/theme';
import { CardActions } from './CardActions';
import { CardTimes } from './CardTimes';
import { CardTrouble, CredentialNote } from './card-notes';
import { useCardStyles } from './card-styles';
import { Note } from './Note';
import { PracticeCredentials } from './PracticeCredentials';

/** A connection at a glance, and what one can do with it. Drawn again only when this connection changes, or the minute does. */
export const ConnectionCard = memo(function ConnectionCard({ id }: { id: string }) {
  const view = useConnection(id);
  return view === null ? null : <Card view={view} />;
});

function Card({ view }: { view: ConnectionView }) {
  const styles = useCardStyles();
  const nameId = useId();
  const now = useClock(view.cloud);
  return (
    <article
      className={styles.card}
      aria-labelledby={nameId}
      data-card={view.id}
      data-status={view.status}
      tabIndex={-1}
    >
      <div className={styles.top}>
        <DaysRing id={view.id} status={view.status} days={daysLeftOf(view, now)} />
        <div className={styles.facts}>
          <div className={styles.nameRow}>
            <h2 className={styles.name} id={nameId} title={view.name}>
              {view.name}
            </h2>
            {view.resource.kind !== 'partner-center' && (
              <Badge
                className={mergeClasses(styles.badge, styles.resource)}
                appearance="outline"
                color="informative"
                shape="rounded"
                title={view.resourceLabel}
              >
                {view.resourceLabel}
              </Badge>
            )}
            <CloudBadge view={view} />
          </div>
          <span className={styles.account} title={view.account || undefined}>
            {view.account || view.tenant}
          </span>
          <span className={styles.state}>
            <span className={styles.stateIcon}>
              <StatusIcon status={view.status} />
            </span>
            <span style={{ color: statusColor(view.status) }}>{view.statusText}</span>
          </span>
        </div>
      </div>
      <CardTimes view={view} now={now} />
      <PracticeCredentials view={view} />
      {view.status === 'no-mfa' && (
        <Note
          look="warning"
          title="You signed in without MFA."
          text="Partner Center refuses this token. Sign in again and complete MFA."
        />
      )}
      <CredentialNote view={view} />
      <CardTrouble view={view} />
      <ProblemBar about={view.id} unless={view.troubleDetails?.code ?? undefined} offered={offeredBy(view)} />
      <CardActions view={view} />
    </article>
  );
}

/** What the card's own buttons do anyway. */
function offeredBy(view: ConnectionView): ReadonlySet<Remedy> {
  const main = mainButtonOf(view);
  return new Set<Remedy>(main === 'copy' ? ['sign-in', 'refresh'] : ['sign-in', 'refresh', main]);
}

function CloudBadge({ view }: { view: ConnectionView }) {
  const styles = useCardStyles();
  if (view.cloud === 'global') return null;
  const practice = view.cloud === 'practice';
  return (
    <Badge
      className={styles.badge}
      appearance={practice ? 'filled' : 'outline'}
      color={practice ? 'brand' : 'informative'}
      shape="rounded"
    >
      {view.cloudLabel}
    </Badge>
  );
}
