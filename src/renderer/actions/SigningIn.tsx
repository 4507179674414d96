import { Button, ProgressBar } from '@fluentui/react-components';
import { Open20Regular } from '@fluentui/react-icons/svg/open';
import { useEffect, useRef } from 'react';
import type { ConnectionView, SignInView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { usePanel, useRest } from '../model/panel';
import { signIn } from '../model/requests';
import { Note } from '../notes/Note';
import { NamedLink } from '../parts/NamedLink';
import { useNames } from '../parts/names';
import { useActionStyles } from './action-styles';
import { DeviceCode } from './DeviceCode';
import { CardMenuButton } from './menus';

/** A sign-in that is open: what the person has to do, and how to leave it. */
export function SigningIn({ view }: { view: ConnectionView }) {
  const styles = useActionStyles();
  const open = useRest(({ signIns }) => signIns.find(({ connectionId }) => connectionId === view.id) ?? null);
  const buttons = useRef<HTMLDivElement>(null);
  useKeptFocus(view.id, buttons);
  return (
    <>
      {open?.blocked == null && <ProgressBar className={styles.waiting} aria-label="Signing in" />}
      {open !== null && <WhatToDo view={view} open={open} />}
      <div className={styles.actions} ref={buttons}>
        {open !== null && <ToBrowser id={view.id} open={open} />}
        {open !== null && <ShowAgain view={view} open={open} />}
        <Cancel id={view.id} />
        <span className={styles.quiet}>
          <CardMenuButton view={view} />
        </span>
      </div>
    </>
  );
}

function WhatToDo({ view, open }: { view: ConnectionView; open: SignInView }) {
  // The page in the app's window says that signing in there is blocked. It stays, to be read.
  if (open.blocked !== null)
    return <Note look="bad" label="Problem" title={open.blocked.what} text={open.blocked.advice} />;
  if (open.deviceCode !== null) return <DeviceCode view={view} code={open.deviceCode} />;
  if (open.method === 'app-window')
    return view.signInMethods.includes('system-browser') ? <UseBrowser id={view.id} /> : null;
  if (open.method === 'device-code') return null;
  return open.browserFailed ? (
    <Note
      look="calm"
      label="What to do"
      title="Couldn't open a browser."
      text="Copy the address and open it in a browser on this computer within 5 minutes."
    />
  ) : (
    <Note
      look="calm"
      label="What to do"
      title="Continue in your browser."
      text="You have 5 minutes to sign in. The page tells you when you can close it."
    />
  );
}

/** The way on from a blocked page: the window closes, and the browser takes its place. */
function ToBrowser({ id, open }: { id: string; open: SignInView }) {
  const styles = useActionStyles();
  const panel = usePanel();
  const named = useNames();
  if (open.blocked?.remedy !== 'sign-in-in-browser') return null;
  return (
    <Button
      className={styles.wholeRow}
      appearance="primary"
      icon={<Open20Regular />}
      aria-label={named('Sign in with browser')}
      onClick={() => void signIn(panel, id, { method: 'system-browser' })}
    >
      Sign in with browser
    </Button>
  );
}

/** Conditional access may block the app's own window, or Electron have no prompt for a passkey, and the page may not show that. */
function UseBrowser({ id }: { id: string }) {
  const styles = useActionStyles();
  const panel = usePanel();
  return (
    <p className={styles.aside}>
      Can't sign in on that page, or with your passkey?{' '}
      <NamedLink
        label="Use your browser"
        className={styles.inText}
        onClick={() => void signIn(panel, id, { method: 'system-browser' })}
      />
    </p>
  );
}

function ShowAgain({ view: { id }, open }: { view: ConnectionView; open: SignInView }) {
  const styles = useActionStyles();
  const panel = usePanel();
  const action = useAction(id);
  const named = useNames();
  const show = () => action.run(() => panel.bridge.showSignIn({ id }));
  const copy = () =>
    action.run(
      () => panel.bridge.copySignInAddress({ id }),
      () => 'Sign-in address copied.',
    );
  if (open.method === 'device-code' && open.deviceCode === null) return null;
  const { label, run } = open.browserFailed
    ? { label: 'Copy address', run: copy }
    : { label: LABELS[open.method], run: show };
  return (
    <Button
      className={styles.grow}
      appearance={open.method === 'app-window' ? 'secondary' : 'primary'}
      aria-label={named(label)}
      disabledFocusable={action.pending}
      onClick={() => void run()}
    >
      {label}
    </Button>
  );
}

const LABELS = {
  'app-window': 'Show window',
  'system-browser': 'Open page again',
  'device-code': 'Open page',
} as const;

function Cancel({ id }: { id: string }) {
  const styles = useActionStyles();
  const panel = usePanel();
  const action = useAction(id);
  const named = useNames();
  return (
    <Button
      className={styles.cancel}
      aria-label={named('Cancel sign-in')}
      disabledFocusable={action.pending}
      onClick={() => void action.run(() => panel.bridge.cancelSignIn({ id }))}
    >
      Cancel
    </Button>
  );
}

/** The button that was pressed is gone: the focus goes on to what came in its place, and back to the card afterwards. */
function useKeptFocus(id: string, buttons: React.RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement === document.body) buttons.current?.querySelector('button')?.focus();
    return () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        document.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
      });
    };
  }, [id, buttons]);
}
