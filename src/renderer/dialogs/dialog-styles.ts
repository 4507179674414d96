import { makeStyles, tokens } from '@fluentui/react-components';

export const useDialogStyles = makeStyles({
  surface: {
    width: 'calc(100vw - 32px)',
    maxWidth: '420px',
    padding: '20px',
    maxHeight: '100vh',
    overflowY: 'auto',
    '@media (max-width: 260px)': { width: '100vw', padding: '12px' },
  },
  body: { rowGap: '12px', maxHeight: 'none' },
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  link: { alignSelf: 'flex-start', fontSize: tokens.fontSizeBase200, lineHeight: '18px' },
  actions: {
    '& > *': { flexGrow: 1, flexBasis: '110px', minWidth: 0 },
    flexWrap: 'wrap',
    // Fluent stacks the buttons of every narrow window; here there is room for both.
    '@media screen and (max-width: 480px)': { flexDirection: 'row' },
  },
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover },
    ':hover:active': { backgroundColor: tokens.colorStatusDangerBackground3Pressed },
  },
});
