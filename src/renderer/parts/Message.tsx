import {
  Button,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  type MessageBarProps,
  MessageBarTitle,
  makeStyles,
} from '@fluentui/react-components';
import { Dismiss16Regular } from '@fluentui/react-icons/svg/dismiss';
import type { ReactNode } from 'react';
import { useNames } from './names';

const useStyles = makeStyles({
  words: { overflowWrap: 'anywhere', minWidth: 0 },
  // Enlarged to 200 %, the words need the room.
  icon: { '@media (max-width: 260px)': { display: 'none' } },
});

export interface MessageProps {
  readonly intent: NonNullable<MessageBarProps['intent']>;
  readonly what: string;
  readonly advice: string | null;
  /** Under the advice. */
  readonly children?: ReactNode;
  /** At the end. */
  readonly button?: ReactNode;
  readonly onDismiss?: () => void;
}

/** Says what is the case, and what to do about it. */
export function Message({ what, advice, children, button, onDismiss, intent }: MessageProps) {
  const styles = useStyles();
  return (
    <MessageBar layout="multiline" intent={intent} icon={{ className: styles.icon }}>
      <MessageBarBody className={styles.words}>
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
