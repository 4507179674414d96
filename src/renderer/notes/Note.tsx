import { mergeClasses } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useNoteStyles } from './note-styles';

interface NoteProps {
  readonly look: 'calm' | 'bad' | 'warning' | 'practice';
  readonly title: string;
  readonly text: ReactNode;
  readonly label?: string;
  /** Something to work with, rather than to be told in passing. */
  readonly section?: boolean;
  /** Under the text. */
  readonly children?: ReactNode;
}

/** A colored box on a card that says what is the case. */
export function Note({ look, title, text, label, section = false, children }: NoteProps) {
  const styles = useNoteStyles();
  const Box = section ? 'section' : 'div';
  return (
    <Box className={mergeClasses(styles.note, styles[look])} role={section ? undefined : 'note'} aria-label={label}>
      <p className={styles.noteText}>
        <strong className={styles.noteTitle}>{title}</strong>
        {text}
      </p>
      {children}
    </Box>
  );
}
