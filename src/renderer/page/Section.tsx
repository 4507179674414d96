import { type ReactNode, type RefObject, useId } from 'react';
import { usePageStyles } from './page-styles';

interface SectionProps {
  readonly title: string;
  readonly heading?: RefObject<HTMLHeadingElement | null>;
  readonly children: ReactNode;
}

/** A part of the page under a heading of its own. */
export function Section({ title, heading, children }: SectionProps) {
  const styles = usePageStyles();
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 ref={heading} id={id} className={styles.heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  );
}
