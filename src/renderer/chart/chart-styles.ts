import { makeStyles, tokens } from '@fluentui/react-components';
import { caption, column, small } from '../parts/styles';
import { statusColor } from '../parts/theme';

const FORCED = '@media (forced-colors: active)';

/** What the parts of the drawing look like. With forced colors, shapes and dashes alone tell them apart. */
export const useDrawingStyles = makeStyles({
  svg: { display: 'block', overflow: 'visible' },
  text: { fontSize: '10px', fill: tokens.colorNeutralForeground2, [FORCED]: { fill: 'CanvasText' } },
  grid: { stroke: tokens.colorNeutralStroke2, strokeWidth: '1px', [FORCED]: { stroke: 'GrayText' } },
  area: { fill: statusColor('working'), fillOpacity: 0.12, [FORCED]: { fill: 'none' } },
  band: { fill: statusColor('working'), fillOpacity: 0.3, [FORCED]: { fill: 'GrayText', fillOpacity: 1 } },
  line: {
    fill: 'none',
    stroke: statusColor('working'),
    strokeWidth: '1.75px',
    strokeLinejoin: 'round',
    [FORCED]: { stroke: 'CanvasText' },
  },
  coming: { strokeDasharray: '4 3' },
  today: { stroke: tokens.colorNeutralForeground2, strokeWidth: '1px', [FORCED]: { stroke: 'CanvasText' } },
  nextRefresh: {
    stroke: statusColor('fine'),
    strokeWidth: '1.5px',
    strokeDasharray: '1.5 2.5',
    [FORCED]: { stroke: 'CanvasText' },
  },
  expiry: {
    stroke: statusColor('expired'),
    strokeWidth: '1.5px',
    strokeDasharray: '5 3',
    [FORCED]: { stroke: 'Highlight' },
  },
  run: { stroke: statusColor('expired'), strokeWidth: '2px', strokeOpacity: 0.5, [FORCED]: { stroke: 'CanvasText' } },
  pointed: { stroke: tokens.colorNeutralForeground1, strokeWidth: '1.5px', [FORCED]: { stroke: 'Highlight' } },
  mark: { fill: 'currentColor', stroke: 'none', [FORCED]: { fill: 'CanvasText' } },
  cross: { fill: 'none', stroke: 'currentColor', strokeWidth: '2px', [FORCED]: { stroke: 'CanvasText' } },
});

export const useChartStyles = makeStyles({
  chart: { ...column, gap: '8px', minWidth: 0 },
  bar: { display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'center' },
  range: { minWidth: 0, flexShrink: 1 },
  link: { ...small, marginInlineStart: 'auto' },
  slider: {
    minWidth: 0,
    borderRadius: tokens.borderRadiusMedium,
    outlineStyle: 'none',
    cursor: 'crosshair',
    touchAction: 'pan-y',
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '3px' },
  },
  readout: { margin: 0, ...small, minHeight: '36px', overflowWrap: 'anywhere', userSelect: 'text' },
  quiet: { color: tokens.colorNeutralForeground3 },
  legend: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: '2px 12px',
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    ...caption,
    color: tokens.colorNeutralForeground2,
  },
  item: { display: 'inline-flex', alignItems: 'center', gap: '5px', minWidth: 0 },
  sample: { flexShrink: 0 },
  scroller: { maxHeight: '320px', overflow: 'auto', borderRadius: tokens.borderRadiusMedium },
  table: { width: '100%', borderCollapse: 'collapse', ...small },
  cell: {
    textAlign: 'start',
    verticalAlign: 'top',
    padding: '4px 8px 4px 0',
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
    overflowWrap: 'break-word',
    '@media (max-width: 260px)': { overflowWrap: 'anywhere' },
    fontWeight: 'normal',
    userSelect: 'text',
  },
  whole: { whiteSpace: 'nowrap', '@media (max-width: 380px)': { whiteSpace: 'normal' } },
  heading: { fontWeight: tokens.fontWeightSemibold },
});
