import { Badge, mergeClasses } from '@fluentui/react-components';
import { memo, useId, useSyncExternalStore } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { CardActions } from '../actions/CardActions';
import { useClock, useConnection, usePanel } from '../model/panel';
import { daysLeftOf } from '../model/time/days-left';
import { ConnectionNotes } from '../notes/ConnectionNotes';
import { OwnerProvider } from '../parts/names';
import { statusColor } from '../parts/theme';
import { DaysRing } from '../state/DaysRing';
import { StateWords } from '../state/StateWords';
import { StatusIcon } from '../state/status-icon';
import { CardTimes } from './CardTimes';
import { CompactRow } from './CompactRow';
import { useCardStyles } from './card-styles';
import { OpenDetails } from './OpenDetails';
import { RowToggle } from './RowToggle';

interface ConnectionCardProps {
  readonly id: string;
  /** Whether it is a row among many, and open or not; `null`: it is a card, and always whole. */
  readonly row: 'open' | 'closed' | null;
  /** Whether the arrow keys have led to it. */
  readonly selected: boolean;
}

/** A connection at a glance, and what one can do with it. Drawn again only when this connection changes, or the minute does. */
export const ConnectionCard = memo(function ConnectionCard({ id, ...shape }: ConnectionCardProps) {
  const view = useConnection(id);
  return view === null ? null : <Card view={view} {...shape} />;
});

function Card({ view, row, selected }: { view: ConnectionView } & Omit<ConnectionCardProps, 'id'>) {
  const styles = useCardStyles();
  const nameId = useId();
  const { store } = usePanel();
  const several = useSyncExternalStore(store.subscribe, () => store.all().length > 1);
  // What somebody has to do to sign in is not to be looked for.
  const isHeld = view.busy === 'sign-in';
  const whole = row !== 'closed' || isHeld;
  return (
    <OwnerProvider value={several ? view.name : null}>
      <article
        className={mergeClasses(styles.card, !whole && styles.row, selected && styles.selected)}
        aria-labelledby={nameId}
        data-card={view.id}
        data-status={view.status}
        tabIndex={-1}
      >
        {row !== null && <RowToggle id={view.id} nameId={nameId} open={whole} isHeld={isHeld} />}
        {whole ? (
          <Whole view={view} nameId={nameId} isRow={row !== null} />
        ) : (
          <CompactRow view={view} nameId={nameId} />
        )}
      </article>
    </OwnerProvider>
  );
}

function Whole({ view, nameId, isRow }: { view: ConnectionView; nameId: string; isRow: boolean }) {
  const styles = useCardStyles();
  const now = useClock(view.cloud);
  return (
    <>
      <div className={mergeClasses(styles.top, isRow && styles.besideToggle)}>
        <DaysRing id={view.id} status={view.status} days={daysLeftOf(view, now)} />
        <div className={styles.facts}>
          <div className={styles.nameRow}>
            <h2 className={styles.name} id={nameId} title={view.name}>
              <OpenDetails view={view} />
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
            <span style={{ color: statusColor(view.status) }}>
              <StateWords view={view} />
            </span>
          </span>
        </div>
      </div>
      <CardTimes view={view} now={now} />
      <ConnectionNotes view={view} />
      <CardActions view={view} />
    </>
  );
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
