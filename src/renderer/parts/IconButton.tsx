import { Button, type ButtonProps, Tooltip } from '@fluentui/react-components';

interface IconButtonProps extends Pick<ButtonProps, 'icon' | 'className' | 'children' | 'disabledFocusable'> {
  readonly label: string;
  readonly onClick: () => void;
  readonly 'data-return'?: string;
}

/** A quiet button whose name is its tooltip. */
export function IconButton({ label, ...button }: IconButtonProps) {
  return (
    <Tooltip content={label} relationship="label">
      <Button appearance="subtle" {...button} />
    </Tooltip>
  );
}
