import { makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useId } from 'react';
import { useFormStyles } from '../../forms/form-styles';
import { APP } from '../../model/panel';
import { ProblemBar } from '../../parts/ProblemBar';
import { column } from '../../parts/styles';

const useStyles = makeStyles({
  section: { ...column, gap: '6px' },
  title: {
    margin: '0 2px',
    fontSize: tokens.fontSizeBase200,
    lineHeight: '18px',
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground2,
  },
});

/** Settings that belong together, under their heading. What doesn't work among them is shown there. */
export function SettingsSection({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const styles = useStyles();
  const form = useFormStyles();
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id} className={styles.title}>
        {title}
      </h2>
      <div className={form.fields}>
        {children}
        <ProblemBar about={APP} />
      </div>
    </section>
  );
}
