import {
  Button,
  type ButtonProps,
  Menu,
  MenuList,
  MenuPopover,
  MenuTrigger,
  makeStyles,
  Tooltip,
} from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { useNames } from '../parts/names';

const useStyles = makeStyles({
  // Enlarged to 200 %, a menu has to fit between the sides of the window.
  popover: { '@media (max-width: 260px)': { minWidth: 'auto', maxWidth: '164px' } },
});

interface MenuButtonProps extends Pick<ButtonProps, 'appearance' | 'icon' | 'disabledFocusable'> {
  readonly label: string;
  readonly hasIcons?: boolean;
  readonly children: ReactNode;
  readonly 'data-return'?: string;
}

/** A button whose name is its tooltip, and that opens a menu. */
export function MenuButton({ label, hasIcons = false, children, ...button }: MenuButtonProps) {
  const styles = useStyles();
  const named = useNames();
  return (
    <Menu positioning={{ position: 'below', align: 'end', autoSize: 'height' }} hasIcons={hasIcons}>
      <MenuTrigger disableButtonEnhancement>
        <Tooltip content={label} relationship="label">
          <Button aria-label={named(label)} {...button} />
        </Tooltip>
      </MenuTrigger>
      <MenuPopover className={styles.popover}>
        <MenuList>{children}</MenuList>
      </MenuPopover>
    </Menu>
  );
}
