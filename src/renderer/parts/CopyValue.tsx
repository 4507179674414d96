import { Checkmark16Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy16Regular } from '@fluentui/react-icons/svg/copy';
import { useState } from 'react';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { IconButton } from './IconButton';

interface CopyValueProps {
  /** What the value is called. */
  readonly term: string;
  /** Nothing secret. */
  readonly value: string;
  /** Where it's shown if that doesn't work: a connection's id, or `APP`. */
  readonly about: string;
}

/** Copies one value. The button shows that it's copied until it is for another value. */
export function CopyValue({ term, value, about }: CopyValueProps) {
  const panel = usePanel();
  const action = useAction(about);
  const [copied, setCopied] = useState<string | null>(null);
  const copy = async () => {
    const reply = await action.run(
      () => panel.bridge.copyDetails({ text: value, id: null }),
      () => `${term} copied.`,
      'Not copied',
    );
    setCopied(reply?.ok ? value : null);
  };
  return (
    <IconButton
      label={`Copy ${term}`}
      size="small"
      icon={copied === value ? <Checkmark16Regular /> : <Copy16Regular />}
      onClick={() => void copy()}
    />
  );
}
