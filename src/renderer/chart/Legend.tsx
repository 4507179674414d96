import type { HistoryEntryView } from '../../ipc/vocabulary';
import { shortDateWords, untilWords } from '../model/time/time-words';
import { useChartStyles, useDrawingStyles } from './chart-styles';
import type { Frame } from './line';
import { MARK_NAMES, MarkShape } from './MarkShape';
import { MARKED, type Mark } from './marks';

interface LegendProps {
  readonly marks: readonly Mark[];
  readonly entries: readonly HistoryEntryView[];
  readonly frame: Frame;
  readonly now: number;
  readonly refreshAt: number | null;
  readonly expiresAt: number | null;
}

/** What the shapes and lines are, and how many of each kind there are. */
export function Legend({ marks, entries, frame, now, refreshAt, expiresAt }: LegendProps) {
  const styles = useChartStyles();
  const drawing = useDrawingStyles();
  const shown = MARKED.filter((topic) => marks.some(({ topics }) => topics.has(topic)));
  const countOf = (wanted: string) =>
    entries.reduce((sum, { topic, last, count }) => (topic === wanted && last >= frame.from ? sum + count : sum), 0);
  return (
    <ul className={styles.legend} aria-label="Legend">
      {shown.map((topic) => {
        const count = countOf(topic);
        return (
          <li key={topic} className={styles.item}>
            <svg className={styles.sample} width={12} height={12} aria-hidden="true">
              <MarkShape topic={topic} x={6} y={6} />
            </svg>
            {count.toLocaleString()} {MARK_NAMES[topic][count === 1 ? 0 : 1]}
          </li>
        );
      })}
      {refreshAt !== null && refreshAt > now && (
        <li className={styles.item}>
          <Sample className={drawing.nextRefresh} />
          Next refresh {untilWords(refreshAt, now)}
        </li>
      )}
      {expiresAt !== null && (
        <li className={styles.item}>
          <Sample className={drawing.expiry} />
          {expiresAt > now ? 'Expires' : 'Expired'} {shortDateWords(expiresAt)}
        </li>
      )}
    </ul>
  );
}

function Sample({ className }: { className: string }) {
  const { sample } = useChartStyles();
  return (
    <svg className={sample} width={12} height={12} aria-hidden="true">
      <line className={className} x1={6} x2={6} y1={0} y2={12} />
    </svg>
  );
}
