import { tokens } from '@fluentui/react-components';

/** Parts of styles that many components have. */
export const body = { fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300 };
export const caption = { fontSize: tokens.fontSizeBase200, lineHeight: tokens.lineHeightBase200 };
/** A caption of several lines. */
export const small = { fontSize: tokens.fontSizeBase200, lineHeight: '18px' };
export const column = { display: 'flex', flexDirection: 'column' } as const;
export const clipped = { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' } as const;
/** What can be told from the panel's background. */
export const surface = {
  borderRadius: '10px',
  backgroundColor: tokens.colorNeutralBackground1,
  border: `1px solid ${tokens.colorNeutralStroke2}`,
};
/** Not to be seen, but read by screen readers. */
export const unseen = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
} as const;
