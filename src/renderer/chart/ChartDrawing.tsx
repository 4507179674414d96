import { mergeClasses } from '@fluentui/react-components';
import { counted, type HeldSpan, measured } from '../../ipc/vocabulary';
import { useDrawingStyles } from './chart-styles';
import { bandOf, type Frame, type LinePoint, lineOf } from './line';
import { MarkShape } from './MarkShape';
import { MARKED, type Mark, type Marked, type Run } from './marks';

const GUTTER = { start: 4, end: 6, top: 14 };
const PLOT = 104;
const ROW = 13;
/** Tokens that follow each other closer than this many pixels are drawn as a band. */
const CLOSE = 3;

interface ChartDrawingProps {
  readonly width: number;
  readonly frame: Frame;
  readonly spans: readonly HeldSpan[];
  readonly marks: readonly Mark[];
  readonly runs: readonly Run[];
  readonly now: number;
  readonly refreshAt: number | null;
  readonly expiresAt: number | null;
  /** The time that is pointed at. */
  readonly pointed: number | null;
}

/** Where a time is drawn, and back. */
export function xOf(at: number, { from, until }: Frame, width: number): number {
  return GUTTER.start + ((at - from) / (until - from)) * (width - GUTTER.start - GUTTER.end);
}

export function timeAt(x: number, { from, until }: Frame, width: number): number {
  const part = (x - GUTTER.start) / (width - GUTTER.start - GUTTER.end);
  return from + Math.min(1, Math.max(0, part)) * (until - from);
}

/** The picture alone: what it says, words say beside it. */
export function ChartDrawing({ width, frame, spans, marks, runs, pointed, ...times }: ChartDrawingProps) {
  const { now, refreshAt, expiresAt } = times;
  const styles = useDrawingStyles();
  const rows = MARKED.filter((topic) => marks.some(({ topics }) => topics.has(topic)));
  const bottom = GUTTER.top + PLOT;
  const base = bottom + rows.length * ROW + 4;
  const height = base + 14;
  const x = (at: number) => xOf(at, frame, width);
  const y = (left: number) => bottom - (left / frame.most) * PLOT;
  const rowOf = (topic: Marked) => bottom + (rows.indexOf(topic) + 0.5) * ROW + 2;
  const vertical = (at: number | null, className: string, name: string) =>
    at !== null &&
    at >= frame.from &&
    at <= frame.until && (
      <line className={className} x1={x(at)} x2={x(at)} y1={GUTTER.top - 4} y2={base} data-vertical={name} />
    );
  const most = lengthWords(frame.most);
  return (
    <svg className={styles.svg} width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <line className={styles.grid} x1={GUTTER.start} x2={width - GUTTER.end} y1={y(frame.most)} y2={y(frame.most)} />
      <line className={styles.grid} x1={GUTTER.start} x2={width - GUTTER.end} y1={bottom} y2={bottom} />
      <text className={styles.text} x={GUTTER.start} y={GUTTER.top - 4}>
        {most}
      </text>
      <Line {...{ width, frame, spans, now, x, y, bottom }} />
      {vertical(refreshAt, styles.nextRefresh, 'next-refresh')}
      {vertical(expiresAt, styles.expiry, 'expiry')}
      {vertical(now, styles.today, 'today')}
      {vertical(pointed, styles.pointed, 'pointed')}
      {runs.map(({ from, until }) => (
        <line
          key={from}
          className={styles.run}
          x1={x(Math.max(from, frame.from))}
          x2={x(until)}
          y1={rowOf('failure')}
          y2={rowOf('failure')}
          data-run
        />
      ))}
      {rows.flatMap((topic) =>
        marks
          .filter(({ topics }) => topics.has(topic))
          .map(({ key, at }) => <MarkShape key={`${topic}-${key}`} topic={topic} x={x(at)} y={rowOf(topic)} />),
      )}
      <Dates frame={frame} now={now} x={x} y={height - 2} width={width} />
    </svg>
  );
}

interface LineProps extends Pick<ChartDrawingProps, 'width' | 'frame' | 'spans' | 'now'> {
  readonly x: (at: number) => number;
  readonly y: (left: number) => number;
  readonly bottom: number;
}

function Line({ width, frame, spans, now, x, y, bottom }: LineProps) {
  const styles = useDrawingStyles();
  const past = lineOf(spans, frame.from, Math.min(now, frame.until));
  const last = spans.at(-1);
  const coming = last?.until === null ? lineOf(spans, now, Math.min(frame.until, last.endsAt)) : [];
  const path = (points: readonly LinePoint[]) =>
    points.map(({ at, left }, index) => `${index === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(left).toFixed(1)}`).join('');
  const [first] = past;
  if (first === undefined) return <path className={mergeClasses(styles.line, styles.coming)} d={path(coming)} />;
  const inFrame = spans.filter(({ from }) => from >= frame.from && from <= now).length;
  const isClose = inFrame * CLOSE > x(now) - x(frame.from);
  const bands = isClose ? bandOf(past, (frame.until - frame.from) / (width / CLOSE)) : [];
  // Of a band, the line goes along the top: what was left right after each refresh.
  const above = isClose ? bands.map(({ at, most }) => ({ at, left: most })) : past;
  const ends = [above.at(-1) ?? first, above[0] ?? first].map(({ at }) => `L${x(at).toFixed(1)} ${bottom}`);
  return (
    <>
      <path className={styles.area} d={`${path(above)}${ends.join('')}z`} />
      {isClose && <path className={styles.band} d={bandPath(bands, x, y)} />}
      <path className={styles.line} d={path(above)} data-line={isClose ? 'band' : 'line'} />
      <path className={mergeClasses(styles.line, styles.coming)} d={path(coming)} data-line="coming" />
    </>
  );
}

function bandPath(bands: ReturnType<typeof bandOf>, x: (at: number) => number, y: (left: number) => number): string {
  const corner = (at: number, left: number) => `${x(at).toFixed(1)} ${y(left).toFixed(1)}`;
  const above = bands.map(({ at, most }) => corner(at, most));
  const below = bands.toReversed().map(({ at, least }) => corner(at, least));
  return `M${[...above, ...below].join('L')}z`;
}

interface DatesProps extends Pick<ChartDrawingProps, 'frame' | 'now' | 'width'> {
  readonly x: (at: number) => number;
  readonly y: number;
}

/** The first day, today, and the last where there is room for it. */
function Dates({ frame, now, x, y, width }: DatesProps) {
  const { text } = useDrawingStyles();
  const today = x(now);
  const room = 62;
  return (
    <>
      {today > room + 24 && (
        <text className={text} x={GUTTER.start} y={y}>
          {shortDay(frame.from)}
        </text>
      )}
      <text className={text} x={Math.min(today, width - 18)} y={y} textAnchor="middle">
        Today
      </text>
      {width - today > room + 24 && (
        <text className={text} x={width - GUTTER.end} y={y} textAnchor="end">
          {shortDay(frame.until)}
        </text>
      )}
    </>
  );
}

function shortDay(at: number): string {
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

/** "88 days", "5 hours". */
export function lengthWords(span: number): string {
  const { count, unit } = measured(span);
  return counted(count, unit);
}
