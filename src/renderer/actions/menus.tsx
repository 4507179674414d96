import { Spinner } from '@fluentui/react-components';
import { ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
import { MoreHorizontal20Regular } from '@fluentui/react-icons/svg/more-horizontal';
import type { ConnectionView } from '../../ipc/contract';
import { useAction } from '../model/act';
import { later } from '../parts/later';
import { MenuButton } from './MenuButton';

const CardMenu = later(async () => (await import('./CardMenu')).CardMenu);
const OtherResources = later(async () => (await import('./other-ways')).OtherResources);
const OtherWays = later(async () => (await import('./other-ways')).OtherWays);

/** What one seldom does with a connection. */
export function CardMenuButton({ view }: { view: ConnectionView }) {
  return (
    <MenuButton
      label="More"
      appearance="subtle"
      icon={<MoreHorizontal20Regular />}
      data-return={`more-${view.id}`}
      hasIcons
    >
      <CardMenu view={view} />
    </MenuButton>
  );
}

/** Beside "Copy access token": one for another resource of the same application, copied at once. */
export function OtherResourcesButton({ view }: { view: ConnectionView }) {
  const action = useAction(view.id);
  return (
    <MenuButton
      label="Copy an access token for another resource"
      icon={action.pending ? <Spinner size="extra-tiny" aria-hidden /> : <ChevronDown20Regular />}
      disabledFocusable={action.pending || view.busy !== null}
    >
      <OtherResources view={view} action={action} />
    </MenuButton>
  );
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
