import { makeStyles } from '@fluentui/react-components';

/** What every dialog's surface has. */
export const useDialogStyles = makeStyles({
  surface: {
    width: 'calc(100vw - 32px)',
    maxWidth: '420px',
    padding: '20px',
    maxHeight: '100vh',
    overflowY: 'auto',
    '@media (max-width: 260px)': { width: '100vw', padding: '12px' },
  },
});
