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
