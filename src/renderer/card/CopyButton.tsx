import { Button, Spinner } from '@fluentui/react-components';
import { Checkmark20Regular } from '@fluentui/react-icons/svg/checkmark';
import { Copy20Regular } from '@fluentui/react-icons/svg/copy';
import type { ConnectionView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { usePanel, useRest } from '../model/panel';
import { useSeconds } from '../model/ticker';
import { copiedWords, secondsUntil } from '../model/time-words';
import { IconButton } from '../parts/IconButton';
import { useCardStyles } from './card-styles';

/** Copies the access token, and counts down until it's cleared from the clipboard. Small where another button matters more. */
export function CopyButton({ view, small = false }: { view: ConnectionView; small?: boolean }) {
  const styles = useCardStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const clearsAt = useRest(({ copied }) =>
    copied?.connectionId === view.id && copied.what === 'access-token' ? copied.clearsAt : null,
  );
  const copy = () =>
    action.run(
      () => panel.bridge.copyAccessToken({ id: view.id }),
      ({ clearsAt: at }) => copiedWords('Access token', at),
    );
  const shared = {
    icon: iconOf(action.pending, clearsAt !== null),
    disabledFocusable: action.pending || view.busy !== null,
    onClick: () => void copy(),
  };
  const name = clearsAt === null ? 'Copy access token' : 'Copy access token again';
  if (small)
    return (
      <IconButton label={name} {...shared} className={styles.count}>
        {clearsAt === null ? undefined : <Countdown to={clearsAt} />}
      </IconButton>
    );
  return (
    <Button className={styles.grow} appearance="primary" {...shared} title={clearsAt === null ? undefined : name}>
      {clearsAt === null ? (
        name
      ) : (
        <span>
          Copied · <Countdown to={clearsAt} /> left
        </span>
      )}
    </Button>
  );
}

function Countdown({ to }: { to: number }) {
  return <>{secondsUntil(to, useSeconds())} s</>;
}

function iconOf(pending: boolean, copied: boolean) {
  if (pending) return <Spinner size="extra-tiny" aria-hidden />;
  return copied ? <Checkmark20Regular /> : <Copy20Regular />;
}
