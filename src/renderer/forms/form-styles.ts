import { makeStyles, tokens } from '@fluentui/react-components';
import { body, caption, column, small, surface } from '../parts/styles';

export const useFormStyles = makeStyles({
  form: { ...column, gap: '16px', flexGrow: 1 },
  lead: { margin: '0 2px', ...body, color: tokens.colorNeutralForeground2 },
  fields: { ...column, gap: '16px', padding: '16px 14px', ...surface, boxShadow: tokens.shadow2 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px', paddingBottom: '8px' },
  grow: { flexGrow: 1, minWidth: '96px' },
  select: { minWidth: 0 },
  stays: { margin: '-8px 2px 0', ...small, color: tokens.colorNeutralForeground3 },
  row: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px' },
  inRow: { minWidth: 0 },
  wideInRow: { flexGrow: 1, flexBasis: '120px', minWidth: 0 },
  note: { fontSize: tokens.fontSizeBase200, color: tokens.colorNeutralForeground2 },
  when: { display: 'block', ...caption, color: tokens.colorNeutralForeground3 },
  facts: {
    ...column,
    gap: '4px',
    margin: 0,
    padding: '10px 12px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    ...small,
  },
  thumbprints: { ...column, gap: '4px', margin: 0, ':empty': { display: 'none' } },
  pair: { display: 'flex', flexWrap: 'wrap', columnGap: '12px' },
  term: { flexBasis: '72px', color: tokens.colorNeutralForeground3 },
  fact: { flexGrow: 1, flexBasis: '140px', minWidth: 0, margin: 0, overflowWrap: 'anywhere', userSelect: 'text' },
  wide: { paddingTop: '2px', color: tokens.colorNeutralForeground2 },
  group: { ...column, gap: '16px' },
  aside: { margin: '-8px 0 0', ...small, color: tokens.colorNeutralForeground2 },
  more: { alignSelf: 'flex-start', paddingInline: '4px', minWidth: 0, marginInlineStart: '-4px' },
  // A grid's column is at least as wide as its longest word, unless it is told otherwise.
  field: { gridTemplateColumns: 'minmax(0, 1fr)', overflowWrap: 'anywhere' },
});
