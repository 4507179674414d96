import { Menu, MenuList, type MenuOpenChangeData, MenuPopover, makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  // Enlarged to 200 %, a menu has to fit between the sides of the window.
  popover: { '@media (max-width: 260px)': { minWidth: 'auto', maxWidth: '164px' } },
});

interface OpenMenuProps {
  readonly label: string;
  readonly button: HTMLElement | null;
  readonly hasIcons: boolean;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A menu at a button that is drawn already, and that gets the focus back. */
export function OpenMenu({ label, button, hasIcons, open, onClose, children }: OpenMenuProps) {
  const styles = useStyles();
  const close = (data: MenuOpenChangeData) => {
    const isClick = data.type === 'clickOutside';
    // The button itself closes what it has opened.
    if (isClick && data.event.target instanceof Node && button?.contains(data.event.target)) return;
    onClose();
    if (!isClick) button?.focus();
  };
  return (
    <Menu
      open={open}
      onOpenChange={(_, data) => data.open || close(data)}
      positioning={{ position: 'below', align: 'end', autoSize: 'height', target: button }}
      hasIcons={hasIcons}
    >
      <MenuPopover className={styles.popover}>
        <MenuList aria-labelledby={undefined} aria-label={label}>
          {children}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}
