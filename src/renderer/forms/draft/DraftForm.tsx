import { Button } from '@fluentui/react-components';
import type { ClipboardEventHandler, FormEvent, ReactNode } from 'react';
import { Message } from '../../parts/Message';
import { useFormStyles } from '../form-styles';
import type { Checks } from '../use-checks';
import type { FormField } from '../values';
import type { KeptDraft } from './use-draft';

interface DraftFormProps {
  readonly checks: Checks<FormField>;
  readonly draft: KeptDraft;
  /** Whether it continues a draft. */
  readonly continues: boolean;
  /** What the button says, and what while an answer is awaited. */
  readonly submit: readonly [ready: string, pending: string];
  readonly pending: boolean;
  readonly onSubmit: (event: FormEvent) => Promise<void>;
  readonly onPasteCapture?: ClipboardEventHandler | undefined;
  /** Above the buttons. */
  readonly children: ReactNode;
  /** Below them. */
  readonly after: ReactNode;
}

/** A form of a connection, which keeps what stands in it when it is left, and the panel open while something does. */
export function DraftForm({ checks, draft, continues, submit, pending, onSubmit, ...rest }: DraftFormProps) {
  const styles = useFormStyles();
  return (
    <form
      ref={checks.form}
      className={styles.form}
      noValidate
      autoComplete="off"
      onPasteCapture={rest.onPasteCapture}
      onSubmit={(event) => void onSubmit(event)}
    >
      {continues && <DraftBar onDiscard={draft.discard} />}
      {rest.children}
      <div className={styles.buttons}>
        <Button className={styles.grow} type="submit" appearance="primary" disabledFocusable={pending}>
          {submit[pending ? 1 : 0]}
        </Button>
        <Button className={styles.grow} onClick={draft.cancel}>
          Cancel
        </Button>
      </div>
      {draft.holds && <p className={styles.stays}>The panel stays open until you save or leave this form.</p>}
      {rest.after}
    </form>
  );
}

function DraftBar({ onDiscard }: { onDiscard: () => void }) {
  return (
    <Message
      intent="info"
      what="Continue your draft."
      advice="Secrets aren't kept in a draft."
      button={
        <Button size="small" onClick={onDiscard}>
          Discard draft
        </Button>
      }
    />
  );
}
