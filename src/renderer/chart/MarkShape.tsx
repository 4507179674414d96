import { statusColor } from '../parts/theme';
import { useDrawingStyles } from './chart-styles';
import type { Marked } from './marks';

/** What each kind of mark is called, one and many. */
export const MARK_NAMES: Readonly<Record<Marked, readonly [one: string, many: string]>> = {
  'sign-in': ['sign-in', 'sign-ins'],
  refresh: ['refresh', 'refreshes'],
  failure: ['failure', 'failures'],
  export: ['export', 'exports'],
  notification: ['notification', 'notifications'],
};

const COLORS: Readonly<Record<Marked, string>> = {
  'sign-in': statusColor('working'),
  refresh: statusColor('fine'),
  failure: statusColor('expired'),
  export: statusColor('soon'),
  notification: statusColor('person'),
};

/** A kind's own shape, so that color is never the only difference, in the middle of where it is put. */
export function MarkShape({ topic, x, y }: { topic: Marked; x: number; y: number }) {
  const styles = useDrawingStyles();
  return (
    <g transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`} style={{ color: COLORS[topic] }} data-mark={topic}>
      {shapeOf(topic, styles)}
    </g>
  );
}

function shapeOf(topic: Marked, { mark, cross }: ReturnType<typeof useDrawingStyles>) {
  switch (topic) {
    case 'sign-in':
      return <path className={mark} d="M0-5 5 0 0 5-5 0z" />;
    case 'refresh':
      return <rect className={mark} x={-0.75} y={-4} width={1.5} height={8} />;
    case 'failure':
      return <path className={cross} d="M-3.5-3.5l7 7M3.5-3.5l-7 7" />;
    case 'export':
      return <path className={mark} d="M0-5 5 4H-5z" />;
    case 'notification':
      return <circle className={mark} r={4} />;
  }
}
