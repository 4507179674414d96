import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  type MessageBarProps,
  MessageBarTitle,
} from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactNode } from 'react';
import { useNames } from './names';

export interface MessageProps extends Pick<MessageBarProps, 'intent' | 'icon'> {
  readonly what: string;
  readonly advice: string | null;
  /** Of the words. */
  readonly className?: string;
  /** Under the advice. */
  readonly children?: ReactNode;
  /** At the end. */
  readonly button?: ReactNode;
  readonly onDismiss?: () => void;
}

/** Says what is the case, and what to do about it. */
export function Message({ what, advice, className, children, button, onDismiss, ...bar }: MessageProps) {
  return (
    <MessageBar layout="multiline" {...bar}>
      <MessageBarBody className={className}>
        <MessageBarTitle>{what}</MessageBarTitle>
        {advice !== null && (
          <>
            <br />
            {advice}
          </>
        )}
        {children}
      </MessageBarBody>
      {(button || onDismiss) && (
        <MessageBarActions containerAction={onDismiss ? <DismissButton onClick={onDismiss} /> : null}>
          {button}
        </MessageBarActions>
      )}
    </MessageBar>
  );
}

function DismissButton({ onClick }: { onClick: () => void }) {
  const named = useNames();
  return (
    <Button
      appearance="transparent"
      size="small"
      aria-label={named('Dismiss')}
      icon={<Dismiss16Regular />}
      onClick={onClick}
    />
  );
}
