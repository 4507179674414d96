import { makeStyles, tokens } from '@fluentui/react-components';

/** Of fields that keep what they hold out of the page's state: Fluent's own are controlled. */
export const useInputStyles = makeStyles({
  input: {
    boxSizing: 'border-box',
    width: '100%',
    minWidth: 0,
    height: '32px',
    paddingInline: '10px',
    fontFamily: 'inherit',
    fontSize: tokens.fontSizeBase300,
    color: tokens.colorNeutralForeground1,
    backgroundColor: tokens.colorNeutralBackground1,
    borderRadius: tokens.borderRadiusMedium,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    borderBottomColor: tokens.colorNeutralStrokeAccessible,
    outlineStyle: 'none',
    '::placeholder': { color: tokens.colorNeutralForeground4 },
    ':focus': {
      borderBottomColor: tokens.colorCompoundBrandStroke,
      boxShadow: `inset 0 -1px ${tokens.colorCompoundBrandStroke}`,
    },
    '@media (forced-colors: active)': { ':focus': { outline: '2px solid Highlight' } },
  },
  bad: { border: `1px solid ${tokens.colorPaletteRedBorder2}` },
  box: { height: '56px', paddingBlock: '6px', lineHeight: tokens.lineHeightBase300, resize: 'none' },
});
