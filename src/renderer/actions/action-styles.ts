import { makeStyles, tokens } from '@fluentui/react-components';
import { caption, unseen } from '../parts/styles';

export const useActionStyles = makeStyles({
  // The words beside it say the same, and do not pulse.
  waiting: { '@media (prefers-reduced-motion: reduce)': { display: 'none' } },
  quiet: { display: 'flex', gap: '2px', marginInlineStart: 'auto' },
  unseen,
  count: { fontVariantNumeric: 'tabular-nums', minWidth: '32px', whiteSpace: 'nowrap', paddingInline: '5px' },
  actions: { display: 'flex', flexWrap: 'wrap', gap: '8px', alignItems: 'center' },
  cancel: { flexGrow: 1, flexBasis: '80px', minWidth: 0 },
  wholeRow: { flexGrow: 1, flexBasis: '100%', minWidth: 0 },
  grow: { flexGrow: 1, flexBasis: '140px', minWidth: 0, fontVariantNumeric: 'tabular-nums' },
  aside: { margin: 0, ...caption, color: tokens.colorNeutralForeground3 },
  inText: { fontSize: 'inherit', lineHeight: 'inherit' },
});
