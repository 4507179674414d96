import { makeStyles, tokens } from '@fluentui/react-components';

export const useDialogStyles = makeStyles({
  surface: {
    width: 'calc(100vw - 32px)',
    maxWidth: '420px',
    padding: '20px',
    '@media (max-width: 260px)': { width: '100vw', padding: '12px' },
  },
  body: { rowGap: '12px', maxHeight: 'calc(100vh - 48px)' },
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  actions: { '& > *': { flexGrow: 1, minWidth: 0 }, '@media (max-width: 260px)': { flexWrap: 'wrap' } },
  danger: {
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
    ':hover': { backgroundColor: tokens.colorStatusDangerBackground3Hover },
    ':hover:active': { backgroundColor: tokens.colorStatusDangerBackground3Pressed },
  },
});
