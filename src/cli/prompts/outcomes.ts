/** Somebody pressed Ctrl+C at a question. */
export const CANCELED = 'Canceled. Nothing changed.';
/** The terminal is gone, or somebody pressed Ctrl+D. */
export const INPUT_ENDED =
  'Standard input ended before the question was answered, so nothing changed. Use options instead: see --help.';
