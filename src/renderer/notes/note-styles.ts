import { makeStyles, tokens } from '@fluentui/react-components';
import { column, small } from '../parts/styles';

export const useNoteStyles = makeStyles({
  // Its edge is seen in high contrast.
  note: {
    padding: '9px 11px',
    border: `1px solid ${tokens.colorTransparentStroke}`,
    borderRadius: '8px',
    ...column,
    gap: '8px',
  },
  noteText: { margin: 0, ...small, userSelect: 'text', overflowWrap: 'anywhere' },
  noteTitle: { fontWeight: tokens.fontWeightSemibold, display: 'block' },
  inNote: { alignSelf: 'flex-start' },
  noteLink: { alignSelf: 'flex-start', ...small },
  calm: { backgroundColor: tokens.colorNeutralBackground3 },
  bad: { backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorNeutralForeground1 },
  warning: { backgroundColor: tokens.colorStatusWarningBackground1, color: tokens.colorNeutralForeground1 },
  practice: { backgroundColor: tokens.colorBrandBackground2, color: tokens.colorNeutralForeground1 },
});
