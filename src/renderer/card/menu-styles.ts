import { makeStyles } from '@fluentui/react-components';

/** Enlarged to 200 %, a menu has to fit between the sides of the window. */
export const useMenuStyles = makeStyles({
  popover: { '@media (max-width: 260px)': { minWidth: 'auto', maxWidth: '164px' } },
});
