import type { ConnectionView } from '../../ipc/contract';
import { CopyDetails } from '../parts/CopyDetails';
import { CopyValue } from '../parts/CopyValue';
import { ProblemBar } from '../parts/ProblemBar';
import { detailsText, knownFacts } from './known-facts';
import { usePageStyles } from './page-styles';

/** What is known of a connection, each value that somebody may need elsewhere with a button that copies it. */
export function KnownFacts({ view }: { view: ConnectionView }) {
  const styles = usePageStyles();
  return (
    <>
      <dl className={styles.known}>
        {knownFacts(view).map(({ term, words, copy }) => (
          <div key={term} className={styles.pair}>
            <dt className={styles.term}>{term}</dt>
            <dd className={styles.fact}>{words}</dd>
            {copy !== undefined && (
              <dd style={{ margin: 0 }}>
                <CopyValue term={term} value={copy} about={view.id} />
              </dd>
            )}
          </div>
        ))}
      </dl>
      <ProblemBar about={view.id} />
      <CopyDetails details={{ code: view.troubleDetails?.code ?? null, text: detailsText(view) }} id={null} />
    </>
  );
}
