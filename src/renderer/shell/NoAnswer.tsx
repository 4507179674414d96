import { Button, FluentProvider, makeStyles, Text } from '@fluentui/react-components';
import { usePanelTheme } from '../parts/theme';

const useStyles = makeStyles({
  page: {
    height: '100vh',
    boxSizing: 'border-box',
    padding: '24px',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: '12px',
    textAlign: 'center',
  },
});

/** For when the panel cannot learn the state of anything. */
export function NoAnswer({ onRetry }: { onRetry: () => void }) {
  const styles = useStyles();
  return (
    <FluentProvider theme={usePanelTheme('system')}>
      <main className={styles.page}>
        <Text as="h1" size={400} weight="semibold">
          Partner Token Tray isn't responding
        </Text>
        <Text>Try again. If that doesn't help, quit the app from the tray menu and start it again.</Text>
        <Button appearance="primary" onClick={onRetry}>
          Try again
        </Button>
      </main>
    </FluentProvider>
  );
}
