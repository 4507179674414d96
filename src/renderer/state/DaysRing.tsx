import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Key24Regular } from '@fluentui/react-icons/svg/key';
import type { Status } from '../../ipc/vocabulary';
import type { DaysLeft } from '../model/time/days-left';
import { statusColor } from '../parts/theme';

const SIZE = 68;
const SMALL = 38;
const STROKE = 6;
const RADIUS = (SIZE - STROKE) / 2;
const AROUND = 2 * Math.PI * RADIUS;
const CIRCLE = { cx: SIZE / 2, cy: SIZE / 2, r: RADIUS, strokeWidth: STROKE };

const useStyles = makeStyles({
  ring: { position: 'relative', flexShrink: 0, width: `${SIZE}px`, height: `${SIZE}px` },
  svg: { display: 'block', transform: 'rotate(-90deg)', overflow: 'visible' },
  track: {
    fill: 'none',
    stroke: tokens.colorNeutralStroke2,
    // Thin, whatever colors the arc and it are given.
    '@media (forced-colors: active)': { stroke: 'CanvasText', strokeWidth: '1px' },
  },
  expired: { stroke: 'currentColor', strokeOpacity: 0.4 },
  dashed: { strokeDasharray: '3 5', stroke: tokens.colorNeutralStroke1 },
  arc: {
    fill: 'none',
    stroke: 'currentColor',
    strokeLinecap: 'round',
    transitionProperty: 'stroke-dashoffset, color',
    transitionDuration: '700ms',
    transitionTimingFunction: 'cubic-bezier(0.33, 0, 0.1, 1)',
    '@media (forced-colors: active)': { stroke: 'Highlight' },
  },
  fill: {
    animationName: { from: { strokeDashoffset: AROUND } },
    animationDuration: '900ms',
    animationTimingFunction: 'cubic-bezier(0.33, 0, 0.1, 1)',
  },
  working: {
    transformOrigin: 'center',
    animationName: { to: { transform: 'rotate(360deg)' } },
    animationDuration: '1.4s',
    animationIterationCount: 'infinite',
    animationTimingFunction: 'linear',
  },
  middle: {
    position: 'absolute',
    inset: 0,
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    color: tokens.colorNeutralForeground1,
  },
  figure: { fontSize: '20px', lineHeight: '22px', fontWeight: 600, fontVariantNumeric: 'tabular-nums' },
  small: { width: `${SMALL}px`, height: `${SMALL}px` },
  smallFigure: { fontSize: '13px', lineHeight: '16px' },
  unit: { fontSize: '10px', lineHeight: '12px', color: tokens.colorNeutralForeground3 },
});

/** Rings fill up when they are first seen, not each time scrolling brings them back. */
const seen = new Set<string>();

interface DaysRingProps {
  readonly id: string;
  readonly status: Status;
  readonly days: DaysLeft | null;
  /** As on a row, where days need no unit. */
  readonly small?: boolean;
}

/** The days left as a part of the lifetime. Full means just refreshed. */
export function DaysRing({ id, status, days, small = false }: DaysRingProps) {
  const styles = useStyles();
  const working = status === 'working';
  const first = !seen.has(id);
  seen.add(id);
  const side = small ? SMALL : SIZE;
  const words = days?.words ?? 'Not signed in yet';
  return (
    <div
      className={mergeClasses(styles.ring, small && styles.small)}
      role="img"
      aria-label={working ? `${words}, in progress` : words}
    >
      <svg className={styles.svg} width={side} height={side} viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true">
        <circle
          className={mergeClasses(
            styles.track,
            days === null && !working && styles.dashed,
            status === 'expired' && styles.expired,
          )}
          style={{ color: statusColor(status) }}
          {...CIRCLE}
        />
        {working && <Arc part={0.22} status={status} className={mergeClasses(styles.arc, styles.working)} />}
        {!working && days !== null && days.part > 0 && (
          <Arc part={days.part} status={status} className={mergeClasses(styles.arc, first && styles.fill)} />
        )}
      </svg>
      <div className={styles.middle} aria-hidden="true">
        {days === null ? (
          <Key24Regular primaryFill={tokens.colorNeutralForeground3} />
        ) : (
          <>
            <span className={mergeClasses(styles.figure, small && styles.smallFigure)}>
              {days.figure}
              {small && days.unit !== 'days' && days.unit.charAt(0)}
            </span>
            {!small && <span className={styles.unit}>{days.unit}</span>}
          </>
        )}
      </div>
    </div>
  );
}

function Arc({ part, status, className }: { part: number; status: Status; className: string }) {
  return (
    <circle
      className={className}
      style={{ color: statusColor(status) }}
      {...CIRCLE}
      strokeDasharray={AROUND}
      strokeDashoffset={AROUND * (1 - part)}
    />
  );
}
