import { Button } from '@fluentui/react-components';
import { type KeyboardEvent, type ReactElement, type ReactNode, useState } from 'react';
import { later } from '../parts/later';
import { useNames } from '../parts/names';

const OpenMenu = later(async () => (await import('./OpenMenu')).OpenMenu);

interface MenuButtonProps {
  readonly appearance?: 'subtle';
  readonly icon: ReactElement;
  readonly disabledFocusable?: boolean;
  readonly label: string;
  readonly hasIcons?: boolean;
  /** Items, whose code is best loaded `later` too. */
  readonly children: ReactNode;
  readonly 'data-return'?: string;
}

/** A button whose name is its tooltip, and that opens a menu. */
export function MenuButton({ label, hasIcons = false, children, ...button }: MenuButtonProps) {
  const named = useNames();
  const [element, setElement] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const toggle = () => {
    setWasOpen(true);
    setOpen(!open);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || open) return;
    event.preventDefault();
    toggle();
  };
  return (
    <>
      <Button
        aria-label={named(label)}
        data-tip={open ? undefined : label}
        {...button}
        ref={setElement}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={toggle}
        onKeyDown={button.disabledFocusable ? undefined : onKeyDown}
      />
      {wasOpen && (
        <OpenMenu label={label} button={element} hasIcons={hasIcons} open={open} onClose={() => setOpen(false)}>
          {children}
        </OpenMenu>
      )}
    </>
  );
}
