import { Button, Spinner } from '@fluentui/react-components';
import { useState } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { useAsked } from '../model/connection-history';
import { usePanel } from '../model/panel';
import { Message } from '../parts/Message';
import { ProblemBar } from '../parts/ProblemBar';
import { ExportedToken } from './ExportedToken';
import { usePageStyles } from './page-styles';

/** So many that are out of use are shown before somebody asks for the rest. */
const FEW = 3;

/** Every refresh token that left the app: where it is, when it expires, and whether it's still in use. */
export function ExportedTokens({ view }: { view: ConnectionView }) {
  const styles = usePageStyles();
  const panel = usePanel();
  const { id } = view;
  const { reply, reload } = useAsked(id, panel.bridge.exportedTokens);
  // Those that were in use when they were first seen stay in sight once they are marked.
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setIsAll] = useState(false);
  const tokens = reply?.ok ? reply.value.toReversed() : [];
  const fresh = tokens.filter((token) => token.state === 'in-use' && !seen.has(token.id));
  if (fresh.length > 0) setSeen(new Set([...seen, ...fresh.map((token) => token.id)]));
  const done = tokens.filter((token) => !seen.has(token.id) && token.state !== 'in-use');
  const hidden = new Set(isAll ? [] : done.slice(FEW).map((token) => token.id));
  return (
    <>
      <p className={styles.text}>
        The app doesn't refresh exported tokens, except the one that it keeps in Key Vault. Before one expires, export a
        new one, put it in place of the old one, and mark the old one as replaced.
      </p>
      {reply === null && <Spinner size="small" label="Loading…" labelPosition="after" />}
      {reply?.ok === false && <Message intent="error" what={reply.what} advice={reply.advice} />}
      {reply?.ok && tokens.length === 0 && <strong>This connection has no exported tokens.</strong>}
      {tokens.length > 0 && (
        <ul className={styles.list} aria-label="Exported tokens">
          {tokens
            .filter((token) => !hidden.has(token.id))
            .map((token) => (
              <ExportedToken
                key={token.id}
                id={id}
                token={token}
                twin={tokens.find((other) => other.mark === token.mark && other.id !== token.id) ?? null}
                onChanged={reload}
              />
            ))}
        </ul>
      )}
      <div className={styles.bar}>
        <Button
          size="small"
          disabledFocusable={view.account === null}
          onClick={() => panel.dialog.set({ kind: 'export', id })}
        >
          Export new token…
        </Button>
        {done.length > FEW && (
          <Button size="small" appearance="subtle" onClick={() => setIsAll(!isAll)}>
            {isAll ? 'Show fewer' : `Show ${hidden.size} older`}
          </Button>
        )}
      </div>
      <ProblemBar about={id} />
    </>
  );
}
