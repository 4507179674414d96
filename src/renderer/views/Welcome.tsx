import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { Beaker24Regular } from '@fluentui/react-icons/svg/beaker';
import { ChevronRight20Regular } from '@fluentui/react-icons/svg/chevron-right';
import { PersonKey24Regular } from '@fluentui/react-icons/svg/person-key';
import type { ReactNode } from 'react';
import { useAction } from '../model/act';
import { go } from '../model/navigation';
import { APP, usePanel } from '../model/panel';
import { startPractice } from '../model/requests';
import { Mark } from '../parts/Mark';
import { body, column } from '../parts/styles';

const useStyles = makeStyles({
  page: { ...column, justifyContent: 'center', flexGrow: 1, gap: '10px', paddingBlock: '8px 24px' },
  hero: { ...column, alignItems: 'center', textAlign: 'center', gap: '10px', marginBottom: '14px' },
  title: {
    margin: '8px 0 0',
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    textWrap: 'balance',
  },
  lead: { margin: 0, maxWidth: '310px', ...body, color: tokens.colorNeutralForeground2, textWrap: 'balance' },
  choice: {
    display: 'flex',
    alignItems: 'center',
    gap: '14px',
    width: '100%',
    boxSizing: 'border-box',
    padding: '16px 14px',
    font: 'inherit',
    textAlign: 'start',
    cursor: 'pointer',
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: '10px',
    boxShadow: tokens.shadow2,
    outlineStyle: 'none',
    transitionProperty: 'background-color, border-color',
    transitionDuration: tokens.durationFaster,
    ':hover': {
      backgroundColor: tokens.colorNeutralBackground1Hover,
      border: `1px solid ${tokens.colorNeutralStroke1Hover}`,
    },
    ':active': { backgroundColor: tokens.colorNeutralBackground1Pressed },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '1px' },
    '@media (max-width: 260px)': { flexWrap: 'wrap' },
  },
  primary: {
    color: tokens.colorNeutralForegroundOnBrand,
    backgroundColor: tokens.colorBrandBackground,
    border: `1px solid ${tokens.colorBrandBackground}`,
    ':hover': {
      backgroundColor: tokens.colorBrandBackgroundHover,
      border: `1px solid ${tokens.colorBrandBackgroundHover}`,
    },
    ':active': { backgroundColor: tokens.colorBrandBackgroundPressed },
  },
  icon: { flexShrink: 0, display: 'flex' },
  text: { flexGrow: 1, flexBasis: '120px', minWidth: 0, ...column, gap: '2px' },
  name: { ...body, fontWeight: tokens.fontWeightSemibold },
  words: { fontSize: tokens.fontSizeBase200, lineHeight: '17px' },
  quiet: { color: tokens.colorNeutralForeground2 },
  brand: { color: tokens.colorBrandForeground1 },
});

/** The first thing one sees: what the app does, and two ways to begin. */
export function Welcome() {
  const styles = useStyles();
  const panel = usePanel();
  const practice = useAction(APP);
  return (
    <div className={styles.page}>
      <div className={styles.hero}>
        <Mark size={72} />
        <h2 className={styles.title}>Sign in once. Never let it expire.</h2>
        <p className={styles.lead}>
          Keeps your Partner Center refresh tokens alive, and stores them in this computer's keychain.
        </p>
      </div>
      <Choice
        primary
        icon={<PersonKey24Regular />}
        name="Connect to Partner Center"
        words="Register or enter your application, sign in with MFA, and test. The app refreshes your token every day."
        returnTo="add"
        onChoose={() => go(panel, { kind: 'add' })}
      />
      <Choice
        icon={<Beaker24Regular />}
        name="Try it in the practice cloud"
        words="No Microsoft account needed: a simulated tenant whose clock you control."
        busy={practice.pending}
        onChoose={() => void startPractice(panel, practice)}
      />
    </div>
  );
}

interface ChoiceProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly words: string;
  readonly primary?: boolean;
  readonly busy?: boolean;
  readonly returnTo?: string;
  readonly onChoose: () => void;
}

function Choice({ icon, name, words, primary = false, busy = false, returnTo, onChoose }: ChoiceProps) {
  const styles = useStyles();
  return (
    <button
      type="button"
      className={mergeClasses(styles.choice, primary && styles.primary)}
      aria-disabled={busy}
      data-return={returnTo}
      onClick={onChoose}
    >
      <span className={mergeClasses(styles.icon, !primary && styles.brand)}>{icon}</span>
      <span className={styles.text}>
        <span className={styles.name}>{name}</span>
        <span className={mergeClasses(styles.words, !primary && styles.quiet)}>{words}</span>
      </span>
      <ChevronRight20Regular />
    </button>
  );
}
