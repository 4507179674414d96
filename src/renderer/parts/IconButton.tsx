import { Button, type ButtonProps } from '@fluentui/react-components';
import { useNames } from './names';

interface IconButtonProps
  extends Pick<ButtonProps, 'icon' | 'size' | 'className' | 'disabledFocusable' | 'aria-pressed'> {
  readonly label: string;
  readonly onClick: () => void;
  readonly 'data-return'?: string;
}

/** A quiet button whose name is its tooltip. */
export function IconButton({ label, ...button }: IconButtonProps) {
  const named = useNames();
  return <Button appearance="subtle" aria-label={named(label)} data-tip={label} {...button} />;
}
