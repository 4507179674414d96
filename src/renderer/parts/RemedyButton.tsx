import { Button, makeStyles } from '@fluentui/react-components';
import { Add20Regular } from '@fluentui/react-icons/svg/add';
import { ArrowSync20Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { Edit20Regular } from '@fluentui/react-icons/svg/edit';
import { KeyReset20Regular } from '@fluentui/react-icons/svg/key-reset';
import { Link20Regular } from '@fluentui/react-icons/svg/link';
import { Open20Regular } from '@fluentui/react-icons/svg/open';
import { PersonKey20Regular } from '@fluentui/react-icons/svg/person-key';
import type { ReactElement } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import { type MainButton, REMEDY_LABELS, type RegistrationPage } from '../../ipc/vocabulary';
import { type Action, useAction } from '../model/act';
import { go } from '../model/navigation';
import { type Panel, usePanel } from '../model/panel';
import { copyRedirectUri, openRegistration, refresh, retryKeychain, signIn } from '../model/requests';
import { IconButton } from './IconButton';
import { useNames } from './names';

const useStyles = makeStyles({
  wrapping: { minWidth: 0, whiteSpace: 'normal' },
  grow: { flexGrow: 1, flexBasis: '140px', minWidth: 0, fontVariantNumeric: 'tabular-nums' },
});

type Fix = Exclude<MainButton, 'copy'>;

const ICONS: Readonly<Record<Fix, ReactElement>> = {
  'sign-in': <PersonKey20Regular />,
  'sign-in-with-consent': <PersonKey20Regular />,
  'sign-in-in-browser': <Open20Regular />,
  'replace-certificate': <KeyReset20Regular />,
  'replace-secret': <KeyReset20Regular />,
  'edit-connection': <Edit20Regular />,
  'add-connection': <Add20Regular />,
  'open-app-registration': <Open20Regular />,
  'copy-redirect-uri': <Link20Regular />,
  'retry-keychain': <ArrowSync20Regular />,
  refresh: <ArrowSync20Regular />,
};

interface RemedyButtonProps {
  readonly view: ConnectionView;
  readonly fix: Fix;
  /** Where in the app registration, when that is what helps; by default where the connection's own problem can be seen. */
  readonly page?: RegistrationPage | undefined;
  /** By default the card's main one. */
  readonly size?: 'small' | 'icon';
}
const LEADS_AWAY: ReadonlySet<Fix> = new Set([
  'sign-in',
  'sign-in-with-consent',
  'sign-in-in-browser',
  'edit-connection',
  'add-connection',
]);

/** The one button that fixes what is wrong. */
export function RemedyButton({ view, fix, page, size }: RemedyButtonProps) {
  const styles = useStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const named = useNames();
  const label = REMEDY_LABELS[fix];
  const shared = {
    disabledFocusable: action.pending || view.busy !== null,
    onClick: () => void apply(panel, view, fix, action, page),
    'data-return': `remedy-${view.id}`,
  };
  if (size === 'icon') return <IconButton label={label} icon={ICONS[fix]} {...shared} />;
  return (
    <Button
      {...(size === 'small'
        ? { size, className: styles.wrapping }
        : { className: styles.grow, appearance: 'primary', icon: ICONS[fix], 'data-main': '' })}
      aria-label={named(label)}
      {...shared}
    >
      {label}
    </Button>
  );
}

/** Where the button stands in a dialog, that gives way to what the button leads to. */
async function apply(
  panel: Panel,
  view: ConnectionView,
  fix: Fix,
  action: Action,
  page: RegistrationPage | undefined,
): Promise<unknown> {
  const { id } = view;
  if (LEADS_AWAY.has(fix)) panel.dialog.set(null);
  switch (fix) {
    case 'sign-in':
      return signIn(panel, id);
    case 'sign-in-in-browser':
      return signIn(panel, id, { method: 'system-browser' });
    case 'sign-in-with-consent':
      return signIn(panel, id, { consent: true });
    case 'replace-secret':
    case 'replace-certificate':
      return panel.dialog.set({ kind: 'replace-secret', id });
    case 'edit-connection':
      return go(panel, { kind: 'edit', id });
    case 'add-connection':
      return go(panel, { kind: 'add' });
    case 'open-app-registration':
      return openRegistration(panel, id, action, page);
    case 'copy-redirect-uri':
      return copyRedirectUri(panel, id, action);
    case 'retry-keychain':
      return retryKeychain(panel, action);
    case 'refresh':
      return refresh(panel, view, action);
  }
}
