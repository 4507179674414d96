import { makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { REGISTRATION_PAGE_NAMES, type RegistrationPage } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { hasPortal, openRegistration } from '../model/requests';
import { NamedLink } from './NamedLink';

const useStyles = makeStyles({
  link: { alignSelf: 'flex-start', fontSize: tokens.fontSizeBase200, lineHeight: '18px' },
});

/** Leads to a page of a connection's application in the portal, where there is one. */
export function ToPortal({ view, page }: { view: ConnectionView; page: RegistrationPage }) {
  const styles = useStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  if (!hasPortal(view)) return null;
  const label = `Open ${REGISTRATION_PAGE_NAMES[page]} in the portal`;
  return (
    <NamedLink
      label={label}
      className={styles.link}
      onClick={() => void openRegistration(panel, view.id, action, page)}
    />
  );
}
