import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Checkmark12Filled } from '@fluentui/react-icons/svg/checkmark';
import { caption, unseen } from '../parts/styles';

const STEPS = ['Register', 'Enter', 'Sign in', 'Test'] as const;
export type Step = (typeof STEPS)[number];

const useStyles = makeStyles({
  steps: { display: 'flex', gap: '2px', margin: '2px 0 0', padding: 0, listStyleType: 'none' },
  item: { position: 'relative', flexGrow: 1, flexBasis: 0, minWidth: 0 },
  button: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: '3px',
    width: '100%',
    padding: '4px 0',
    font: 'inherit',
    ...caption,
    color: tokens.colorNeutralForeground3,
    backgroundColor: 'transparent',
    border: 'none',
    borderRadius: tokens.borderRadiusMedium,
    outlineStyle: 'none',
    cursor: 'pointer',
    ':hover': { color: tokens.colorNeutralForeground1 },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
    ':disabled': { cursor: 'default', color: tokens.colorNeutralForeground3 },
  },
  current: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold },
  mark: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    boxSizing: 'border-box',
    width: '22px',
    height: '22px',
    borderRadius: '50%',
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    fontVariantNumeric: 'tabular-nums',
  },
  markCurrent: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    border: `1px solid ${tokens.colorBrandBackground}`,
    '@media (forced-colors: active)': { outline: '2px solid Highlight' },
  },
  markDone: { color: tokens.colorBrandForeground1, border: `1px solid ${tokens.colorBrandStroke1}` },
  number: unseen,
  label: { '@media (max-width: 260px)': unseen },
});

interface StepperProps {
  readonly current: Step;
  /** Where one can go from here; `null`: nowhere yet. */
  readonly onGo: (step: Step) => (() => void) | null;
}

/** Where one is on the way to a first connection, and the ways back and forth. */
export function Stepper({ current, onGo }: StepperProps) {
  const styles = useStyles();
  const at = STEPS.indexOf(current);
  return (
    <nav aria-label="Steps">
      <ol className={styles.steps}>
        {STEPS.map((step, index) => {
          const go = onGo(step);
          const isCurrent = step === current;
          return (
            <li key={step} className={styles.item}>
              <button
                type="button"
                className={mergeClasses(styles.button, isCurrent && styles.current)}
                aria-current={isCurrent ? 'step' : undefined}
                disabled={go === null && !isCurrent}
                onClick={() => go?.()}
              >
                <span
                  aria-hidden
                  className={mergeClasses(styles.mark, isCurrent && styles.markCurrent, index < at && styles.markDone)}
                >
                  {index < at ? <Checkmark12Filled /> : index + 1}
                </span>
                <span className={styles.number}>Step {index + 1}: </span>
                <span className={styles.label}>{step}</span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
