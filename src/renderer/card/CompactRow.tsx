import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { mainButtonOf } from '../../ipc/vocabulary';
import { CopyButton } from '../actions/CardActions';
import { useClock, usePanel } from '../model/panel';
import { useSignal } from '../model/signal';
import { daysLeftOf } from '../model/time/days-left';
import { shortDateWords } from '../model/time/time-words';
import { ProblemBar } from '../parts/ProblemBar';
import { RemedyButton } from '../parts/RemedyButton';
import { body, caption, column } from '../parts/styles';
import { statusColor } from '../parts/theme';
import { DaysRing } from '../state/DaysRing';
import { StateWords } from '../state/StateWords';
import { StatusIcon } from '../state/status-icon';
import { expiryOf } from './CardTimes';
import { useCardStyles } from './card-styles';

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', gap: '10px', minWidth: 0 },
  facts: { ...column, flexGrow: 1, minWidth: 0 },
  name: { margin: 0, flexGrow: 0, flexBasis: 'auto', ...body },
  // Enlarged to 200 %, the words need the room.
  ring: { flexShrink: 0, '@media (max-width: 260px)': { display: 'none' } },
  state: { display: 'flex', flexWrap: 'wrap', columnGap: '8px', ...caption },
  words: { display: 'flex', alignItems: 'flex-start', gap: '4px' },
  more: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  // Above the row's own button.
  above: { position: 'relative', zIndex: 1 },
});

/** A connection among many: how it is, until when, and the one button that matters now. */
export function CompactRow({ view, nameId }: { view: ConnectionView; nameId: string }) {
  const styles = useStyles();
  const card = useCardStyles();
  const now = useClock(view.cloud);
  const expiry = expiryOf(view, now);
  const main = mainButtonOf(view);
  const underCloud = useSignal(usePanel().finding, ({ sorting }) => sorting === 'cloud');
  const more = [
    ...(expiry === null ? [] : [shortDateWords(expiry)]),
    ...(view.cloud === 'global' || underCloud ? [] : [view.cloudLabel]),
  ];
  return (
    <>
      <div className={styles.line}>
        <span className={styles.ring}>
          <DaysRing id={view.id} status={view.status} days={daysLeftOf(view, now)} small />
        </span>
        <div className={styles.facts}>
          <h2 className={mergeClasses(card.name, styles.name)} id={nameId} title={view.name}>
            {view.name}
          </h2>
          <span className={styles.state} id={`${nameId}-state`}>
            <span className={styles.words} style={{ color: statusColor(view.status) }}>
              <StatusIcon status={view.status} />
              <span>
                <StateWords view={view} />
              </span>
            </span>
            {more.length > 0 && <span className={styles.more}>{more.join(' · ')}</span>}
          </span>
        </div>
        <span className={styles.above}>
          {main === 'copy' ? <CopyButton view={view} small /> : <RemedyButton view={view} fix={main} size="icon" />}
        </span>
      </div>
      <div className={styles.above}>
        <ProblemBar about={view.id} unless={view.troubleDetails?.code ?? undefined} />
      </div>
    </>
  );
}
