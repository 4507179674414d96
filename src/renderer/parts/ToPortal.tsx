import { Link, makeStyles, tokens } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { REGISTRATION_PAGE_NAMES, type RegistrationPage } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { hasPortal, openRegistration } from '../model/requests';
import { useNames } from './names';

const useStyles = makeStyles({
  link: { alignSelf: 'flex-start', fontSize: tokens.fontSizeBase200, lineHeight: '18px' },
});

/** Leads to a page of a connection's application in the portal, where there is one. */
export function ToPortal({ view, page }: { view: ConnectionView; page: RegistrationPage }) {
  const styles = useStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const named = useNames();
  if (!hasPortal(view)) return null;
  const label = `Open ${REGISTRATION_PAGE_NAMES[page]} in the portal`;
  return (
    <Link
      as="button"
      type="button"
      className={styles.link}
      aria-label={named(label)}
      onClick={() => void openRegistration(panel, view.id, action, page)}
    >
      {label}
    </Link>
  );
}
