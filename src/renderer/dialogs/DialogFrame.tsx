import { Button, DialogActions, DialogBody, DialogContent, DialogTitle, makeStyles } from '@fluentui/react-components';
import type { ReactNode, RefObject } from 'react';
import type { Remedy } from '../../ipc/vocabulary';
import { ProblemBar } from '../parts/ProblemBar';

const useStyles = makeStyles({
  body: { rowGap: '12px', maxHeight: 'none' },
  // It has the focus where a reader begins, and nothing to press.
  title: { outlineStyle: 'none' },
  content: { display: 'flex', flexDirection: 'column', gap: '16px' },
  actions: {
    '& > *': { flexGrow: 1, flexBasis: '110px', minWidth: 0 },
    flexWrap: 'wrap',
    // Fluent stacks the buttons of every narrow window; here there is room for both.
    '@media screen and (max-width: 480px)': { flexDirection: 'row' },
  },
});

export interface DialogProps {
  /** The connection's id. */
  readonly id: string;
  readonly onClose: () => void;
}

interface DialogFrameProps {
  /** The connection's, where it is about one. */
  readonly id?: string;
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  /** What helps with a problem and is offered here already. */
  readonly offered?: ReadonlySet<Remedy>;
}

/** What every dialog has: its title, its content, what did not work, and its buttons. */
export function DialogFrame({ id, title, children, actions, offered }: DialogFrameProps) {
  const styles = useStyles();
  return (
    <DialogBody className={styles.body}>
      <DialogTitle tabIndex={-1} data-dialog-title className={styles.title}>
        {title}
      </DialogTitle>
      <DialogContent className={styles.content}>
        {children}
        {id !== undefined && <ProblemBar about={id} offered={offered} />}
      </DialogContent>
      <DialogActions fluid className={styles.actions}>
        {actions}
      </DialogActions>
    </DialogBody>
  );
}

interface FormDialogProps extends Omit<DialogFrameProps, 'actions' | 'id'>, DialogProps {
  readonly form?: RefObject<HTMLFormElement | null>;
  /** What the button says, and what while an answer is awaited. */
  readonly submit: readonly [ready: string, pending: string];
  readonly pending: boolean;
  readonly disabled?: boolean;
  /** Not called while an answer is awaited. */
  readonly onSubmit: () => Promise<void>;
}

/** A dialog to fill in. */
export function FormDialog(props: FormDialogProps) {
  const { form, submit, pending, disabled = false, onSubmit, onClose, ...frame } = props;
  return (
    <form
      ref={form}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending) void onSubmit();
      }}
    >
      <DialogFrame
        {...frame}
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" appearance="primary" disabledFocusable={pending || disabled}>
              {submit[pending ? 1 : 0]}
            </Button>
          </>
        }
      />
    </form>
  );
}

/** A `ref` that gives its element the focus as it appears. Stable, so that it does so once. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus();
}
