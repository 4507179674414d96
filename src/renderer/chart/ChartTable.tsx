import { mergeClasses } from '@fluentui/react-components';
import { useChartStyles } from './chart-styles';
import type { Mark } from './marks';

interface ChartTableProps {
  readonly stops: readonly Mark[];
  readonly leftWords: (at: number) => string;
}

/** The chart in rows, what is to come first. */
export function ChartTable({ stops, leftWords }: ChartTableProps) {
  const styles = useChartStyles();
  const heading = mergeClasses(styles.cell, styles.heading);
  const whole = mergeClasses(styles.cell, styles.whole);
  if (stops.length === 0) return <p className={styles.readout}>Nothing has happened yet.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className={styles.scroller} aria-label="Remaining lifetime as a table" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th className={heading} scope="col">
              When
            </th>
            <th className={heading} scope="col">
              What
            </th>
            <th className={heading} scope="col">
              Lifetime
            </th>
          </tr>
        </thead>
        <tbody>
          {stops.toReversed().map(({ key, at, when, words }) => (
            <tr key={key}>
              <th className={whole} scope="row">
                {when}
              </th>
              <td className={styles.cell}>{words.join('; ')}</td>
              <td className={whole}>{leftWords(at)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
