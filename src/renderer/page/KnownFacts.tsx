import { Copy16Regular } from '@fluentui/react-icons/svg/copy';
import type { ConnectionView } from '../../ipc/contract';
import { answerOf } from '../model/act';
import { usePanel } from '../model/panel';
import { CopyDetails } from '../parts/CopyDetails';
import { IconButton } from '../parts/IconButton';
import { detailsText, type KnownFact, knownFacts } from './known-facts';
import { usePageStyles } from './page-styles';
import { Section } from './Section';

/** What is known of a connection, each value that somebody may need elsewhere with a button that copies it. */
export function KnownFacts({ view }: { view: ConnectionView }) {
  const styles = usePageStyles();
  const facts = knownFacts(view);
  const text = detailsText(view);
  return (
    <Section title="Details">
      <dl className={styles.known}>
        {facts.map((fact) => (
          <div key={fact.term} className={styles.pair}>
            <dt className={styles.term}>{fact.term}</dt>
            <dd className={styles.fact}>{fact.words}</dd>
            {fact.copy !== undefined && (
              <dd style={{ margin: 0 }}>
                <CopyValue {...fact} copy={fact.copy} />
              </dd>
            )}
          </div>
        ))}
      </dl>
      <CopyDetails key={text} details={{ code: view.troubleDetails?.code ?? null, text }} id={null} />
    </Section>
  );
}

function CopyValue({ term, copy }: Pick<KnownFact, 'term'> & { copy: string }) {
  const panel = usePanel();
  const run = async () => {
    const reply = await answerOf(panel.bridge.copyDetails({ text: copy, id: null }));
    if (reply.ok) panel.tell(`${term} copied.`);
    else panel.say(`${reply.what} ${reply.advice}`);
  };
  return <IconButton label={`Copy ${term}`} size="small" icon={<Copy16Regular />} onClick={() => void run()} />;
}
