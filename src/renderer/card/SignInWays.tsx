import { MenuItem } from '@fluentui/react-components';
import { ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
import { Globe20Regular } from '@fluentui/react-icons/svg/globe';
import { Password20Regular } from '@fluentui/react-icons/svg/password';
import { Window20Regular } from '@fluentui/react-icons/svg/window';
import type { ReactElement } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { REMEDY_LABELS, type SignInMethod } from '../../ipc/vocabulary';
import { usePanel } from '../model/panel';
import { signIn } from '../model/requests';
import { MenuButton } from './MenuButton';

const WAYS: Readonly<Record<SignInMethod, { readonly label: string; readonly icon: ReactElement }>> = {
  'app-window': { label: 'Sign in in this app', icon: <Window20Regular /> },
  'system-browser': { label: REMEDY_LABELS['sign-in-in-browser'], icon: <Globe20Regular /> },
  'device-code': { label: 'Sign in with a code', icon: <Password20Regular /> },
};

/** An item for each way to sign in but the one that the button takes. */
export function OtherWays({ view }: { view: ConnectionView }) {
  const panel = usePanel();
  if (view.busy !== null) return null;
  return view.signInMethods
    .filter((method) => method !== view.signInMethod)
    .map((method) => (
      <MenuItem key={method} icon={WAYS[method].icon} onClick={() => void signIn(panel, view.id, { method })}>
        {WAYS[method].label}
      </MenuItem>
    ));
}

/** Beside "Sign in": the other ways, where there are any. */
export function OtherWaysButton({ view }: { view: ConnectionView }) {
  if (view.signInMethods.length < 2) return null;
  return (
    <MenuButton
      label="More ways to sign in"
      icon={<ChevronDown20Regular />}
      disabledFocusable={view.busy !== null}
      hasIcons
    >
      <OtherWays view={view} />
    </MenuButton>
  );
}
