import { Link, Select } from '@fluentui/react-components';
import { type KeyboardEvent, type PointerEvent, useCallback, useMemo, useState } from 'react';
import type { ConnectionHistory, ConnectionView } from '../../ipc/contract';
import { DAY } from '../../ipc/vocabulary';
import { shortDateWords } from '../model/time/time-words';
import { ChartDrawing, lengthWords, timeAt, xOf } from './ChartDrawing';
import { ChartTable } from './ChartTable';
import { useChartStyles } from './chart-styles';
import { Legend } from './Legend';
import { frameOf, leftAt } from './line';
import { type Mark, marksOf, runsOf } from './marks';

const PASTS = [
  [90 * DAY, '90 days'],
  [7 * DAY, '7 days'],
] as const;
/** How near the pointer has to be to a mark, in pixels. */
const NEAR = 7;

interface LifetimeChartProps {
  readonly view: Pick<ConnectionView, 'lifetime' | 'expiresAt' | 'refreshAt' | 'isTokenDead'>;
  readonly history: ConnectionHistory;
  readonly now: number;
}

/** The line of remaining lifetime and what happened along it: to look at, to point at, to walk through by arrow keys, or as a table. */
export function LifetimeChart({ view, history, now }: LifetimeChartProps) {
  const styles = useChartStyles();
  const [past, setPast] = useState<number>(view.lifetime !== null && view.lifetime <= 7 * DAY ? 7 * DAY : 90 * DAY);
  const [isTable, setIsTable] = useState(false);
  const [pointed, setPointed] = useState<{ readonly at: number; readonly mark: Mark | null } | null>(null);
  const [width, watch] = useWidth();
  const { spans, entries } = history;
  const frame = useMemo(() => frameOf(spans, now, past, view.lifetime ?? 0), [spans, now, past, view.lifetime]);
  // Of a token that was ended before its time, nothing is to come.
  const isEnded = view.isTokenDead && (view.expiresAt ?? 0) > now;
  const expiresAt = isEnded ? null : view.expiresAt;
  const marks = useMemo(() => marksOf(entries, frame.from, now), [entries, frame, now]);
  const runs = useMemo(() => runsOf(entries, frame.from), [entries, frame]);
  const stops = useMemo(
    () => withComing(marks, now, frame.until, [view.refreshAt, 'Next refresh'], [expiresAt, 'Expires']),
    [marks, now, frame, view.refreshAt, expiresAt],
  );
  const leftWords = (at: number) => {
    const left = leftAt(spans, at);
    if (left === null) return at < (spans[0]?.from ?? now) ? '' : 'no valid token';
    return left === 0 ? 'expired' : `${lengthWords(left)} left`;
  };
  const wordsOf = ({ when, words, at }: Mark) =>
    [`${when}: ${words.join('; ')}`, leftWords(at)].filter(Boolean).join(', ');

  const index = stops.findIndex(({ key }) => key === pointed?.mark?.key);
  const goTo = (mark: Mark | undefined) => mark !== undefined && setPointed({ at: mark.at, mark });
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || stops.length === 0) return;
    event.preventDefault();
    const wanted = index < 0 ? latestBefore(stops, now) : index + step;
    goTo(stops[Math.min(stops.length - 1, Math.max(0, wanted))]);
  };
  const point = (event: PointerEvent<HTMLElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    const near = stops.map((mark) => ({ mark, distance: Math.abs(xOf(mark.at, frame, width) - x) }));
    const nearest = near.sort((a, b) => a.distance - b.distance)[0];
    if (nearest !== undefined && nearest.distance <= NEAR) return goTo(nearest.mark);
    setPointed({ at: timeAt(x, frame, width), mark: null });
  };
  const shown = stops[Math.max(0, index < 0 ? latestBefore(stops, now) : index)];

  return (
    <div className={styles.chart}>
      <div className={styles.bar}>
        <Select
          className={styles.range}
          size="small"
          aria-label="Time shown"
          value={String(past)}
          onChange={(_, { value }) => {
            setPast(Number(value));
            setPointed(null);
          }}
        >
          {PASTS.map(([span, words]) => (
            <option key={span} value={span}>
              Last {words}
            </option>
          ))}
        </Select>
        <Link as="button" type="button" className={styles.link} onClick={() => setIsTable(!isTable)}>
          {isTable ? 'Show as chart' : 'Show as table'}
        </Link>
      </div>
      {isTable ? (
        <ChartTable stops={stops} leftWords={leftWords} />
      ) : (
        <>
          <div
            ref={watch}
            className={styles.slider}
            role="slider"
            tabIndex={0}
            aria-label="What happened, mark by mark"
            aria-valuemin={1}
            aria-valuemax={Math.max(1, stops.length)}
            aria-valuenow={Math.max(1, stops.indexOf(shown ?? NOTHING) + 1)}
            aria-valuetext={shown ? wordsOf(shown) : 'Nothing has happened yet'}
            onKeyDown={walk}
            onFocus={() => index < 0 && pointed === null && goTo(shown)}
            onPointerMove={point}
            onPointerDown={point}
            onPointerLeave={() => setPointed(null)}
          >
            {width > 0 && (
              <ChartDrawing
                {...{ width, frame, spans, marks, runs, now, expiresAt }}
                refreshAt={view.refreshAt}
                pointed={pointed?.at ?? null}
              />
            )}
          </div>
          <p className={styles.readout} data-readout>
            {pointed === null ? (
              <span className={styles.quiet}>
                Point at the chart, or use the arrow keys, to see what happened when.
              </span>
            ) : (
              <>
                <strong>{pointed.mark?.when ?? shortDateWords(pointed.at)}</strong>
                {leftWords(pointed.at) !== '' && ` · ${leftWords(pointed.at)}`}
                {pointed.mark?.words.map((words) => (
                  <span key={words} style={{ display: 'block' }}>
                    {words}
                  </span>
                ))}
              </>
            )}
          </p>
          <Legend
            marks={marks}
            entries={entries}
            frame={frame}
            now={now}
            refreshAt={view.refreshAt}
            expiresAt={expiresAt}
          />
        </>
      )}
    </div>
  );
}

const NOTHING: Mark = { key: '', at: 0, when: '', topics: new Set(), words: [] };

/** Arrow keys go from mark to mark, the others further. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: 10,
  PageDown: -10,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** The marks, and what is to come within the frame, in the order of time. */
function withComing(
  marks: readonly Mark[],
  now: number,
  until: number,
  ...coming: ReadonlyArray<readonly [at: number | null, words: string]>
): readonly Mark[] {
  const ahead = coming.flatMap(([at, words]): readonly Mark[] => {
    if (at === null || at < now || at > until) return [];
    return [{ key: words, at, when: shortDateWords(at), topics: new Set(), words: [words] }];
  });
  return [...marks, ...ahead].sort((a, b) => a.at - b.at);
}

function latestBefore(stops: readonly Mark[], now: number): number {
  return Math.max(
    0,
    stops.findLastIndex(({ at }) => at <= now),
  );
}

/** The element's width as it changes; 0 until it is known. */
function useWidth() {
  const [width, setWidth] = useState(0);
  const watch = useCallback((element: HTMLElement | null) => {
    if (element === null) return;
    const measure = () => setWidth(element.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [width, watch] as const;
}
