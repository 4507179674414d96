export interface FactsProps {
  readonly facts: ReadonlyArray<readonly [term: string, fact: string | null]>;
  readonly styles: Readonly<Record<'facts' | 'term' | 'fact', string>> & { readonly pair?: string };
  readonly label?: string;
}

/** Terms, each with what is known of it; what is not known is left out. */
export function Facts({ facts, styles, label }: FactsProps) {
  return (
    <dl className={styles.facts} aria-label={label}>
      {facts.map(
        ([term, fact]) =>
          fact !== null && (
            <div key={term} {...(styles.pair ? { className: styles.pair } : { style: { display: 'contents' } })}>
              <dt className={styles.term}>{term}</dt>
              <dd className={styles.fact}>{fact}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
