import { Field, type FieldControlProps, mergeClasses } from '@fluentui/react-components';
import type { Ref } from 'react';
import { useFormStyles } from '../form-styles';
import { useInputStyles } from '../input-styles';

const MARK = 'data-paste-box';

/** Whether what is pasted goes into the box, which sees to it. */
export function isPasteBox(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.hasAttribute(MARK);
}

export interface PasteBoxProps {
  readonly boxRef: Ref<HTMLTextAreaElement>;
  readonly onText: (text: string) => void;
}

/**
 * Takes anything that names values of a connection. What comes in may be secret: it is handed on and never stays in the box. What is
 * typed is taken with Enter, or when the box is left.
 */
export function PasteBox({ boxRef, onText }: PasteBoxProps) {
  const form = useFormStyles();
  const styles = useInputStyles();
  const take = (box: HTMLTextAreaElement, text = box.value) => {
    box.value = '';
    if (text.trim() !== '') onText(text);
  };
  return (
    <Field
      className={form.field}
      label="Paste anything"
      hint="A script or its output, JSON from the Azure CLI, an environment file, or a portal address."
    >
      {(field: FieldControlProps) => (
        <textarea
          {...field}
          ref={boxRef}
          {...{ [MARK]: '' }}
          className={mergeClasses(styles.input, styles.box)}
          placeholder="Paste here to fill in the form"
          rows={2}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          onPaste={(event) => {
            event.preventDefault();
            take(event.currentTarget, event.clipboardData.getData('text/plain'));
          }}
          onDrop={(event) => {
            event.preventDefault();
            take(event.currentTarget, event.dataTransfer.getData('text/plain'));
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            take(event.currentTarget);
          }}
          onBlur={(event) => take(event.currentTarget)}
        />
      )}
    </Field>
  );
}
