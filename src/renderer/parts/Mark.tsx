import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  mark: { flexShrink: 0, display: 'block' },
  small: { '@media (max-width: 260px)': { display: 'none' } },
  track: { fill: 'none', stroke: tokens.colorNeutralStroke1 },
  arc: {
    fill: 'none',
    stroke: tokens.colorBrandForeground1,
    '@media (forced-colors: active)': { stroke: 'Highlight' },
  },
  key: { fill: tokens.colorBrandForeground1, '@media (forced-colors: active)': { fill: 'CanvasText' } },
});

/** The app's mark: a key inside a ring of days. Decorative; the name stands beside it. */
export function Mark({ size }: { size: number }) {
  const styles = useStyles();
  return (
    <svg
      className={mergeClasses(styles.mark, size < 32 && styles.small)}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      <circle className={styles.track} cx="12" cy="12" r="10" strokeWidth="2.5" />
      <path className={styles.arc} d="M12 2a10 10 0 1 1-9.51 6.91" strokeWidth="2.5" strokeLinecap="round" />
      <path
        className={styles.key}
        fillRule="evenodd"
        d="M12 6.25a3 3 0 0 1 1.1 5.79v5.21a.75.75 0 0 1-.22.53l-.35.35a.75.75 0 0 1-1.06 0l-.87-.88a.5.5 0 0 1 0-.7l.6-.6-.6-.6a.5.5 0 0 1 0-.7l.3-.3v-2.3A3 3 0 0 1 12 6.25Zm0 1.5a.95.95 0 1 0 0 1.9.95.95 0 0 0 0-1.9Z"
      />
    </svg>
  );
}
