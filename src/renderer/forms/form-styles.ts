import { makeStyles, tokens } from '@fluentui/react-components';

export const useFormStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: '16px', flexGrow: 1 },
  lead: {
    margin: '0 2px',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground2,
  },
  fields: {
    display: 'flex',
    flexDirection: 'column',
    gap: '16px',
    padding: '16px 14px',
    borderRadius: '10px',
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    boxShadow: tokens.shadow2,
  },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: '8px', paddingBottom: '8px' },
  grow: { flexGrow: 1, minWidth: '96px' },
  select: { minWidth: 0 },
  // A grid's column is at least as wide as its longest word, unless it is told otherwise.
  field: { gridTemplateColumns: 'minmax(0, 1fr)', overflowWrap: 'anywhere' },
});
