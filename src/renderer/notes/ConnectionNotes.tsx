import { Button } from '@fluentui/react-components';
import type { ConnectionView } from '../../ipc/contract';
import { mainButtonOf, REMEDY_LABELS, type Remedy } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { refresh, restoreSettings } from '../model/requests';
import { CopyDetails } from '../parts/CopyDetails';
import { NamedLink } from '../parts/NamedLink';
import { useNames } from '../parts/names';
import { ProblemBar } from '../parts/ProblemBar';
import { ToPortal } from '../parts/ToPortal';
import { Note } from './Note';
import { useNoteStyles } from './note-styles';
import { PracticeCredentials } from './PracticeCredentials';

/** A problem that hasn't passed: what happened and what to do. The button that does it is the card's first one. */
function CardTrouble({ view }: { view: ConnectionView }) {
  const styles = useNoteStyles();
  const { trouble, troubleDetails } = view;
  if (trouble === null) return null;
  const { kind, what, advice, note, remedy, registrationPage, isRestorable } = trouble;
  const passing = kind === 'transient';
  return (
    <Note look={passing ? 'calm' : 'bad'} label="Problem" title={what} text={advice}>
      {note !== undefined && <p className={styles.noteText}>{note}</p>}
      {/* A passing problem needn't be waited for: the network may be back before the app tries again. */}
      {passing && view.issuedAt !== null && mainButtonOf(view) !== 'refresh' && (
        <WayOut view={view} label="Try now" run={refresh} />
      )}
      {isRestorable === true && <WayOut view={view} label="Restore settings" run={restoreSettings} />}
      {registrationPage !== undefined && remedy !== 'open-app-registration' && (
        <ToPortal view={view} page={registrationPage} />
      )}
      {troubleDetails !== null && <CopyDetails details={troubleDetails} id={view.id} />}
    </Note>
  );
}

/** A way out of a problem besides the card's main button. */
function WayOut({ view, label, run }: { view: ConnectionView; label: string; run: typeof refresh }) {
  const styles = useNoteStyles();
  const panel = usePanel();
  const action = useAction(view.id);
  const named = useNames();
  return (
    <Button
      size="small"
      aria-label={named(label)}
      className={styles.inNote}
      disabledFocusable={action.pending || view.busy !== null}
      onClick={() => void run(panel, view, action)}
    >
      {label}
    </Button>
  );
}

/** That the secret or certificate expires soon or has expired, and the way to a new one. Silent where the card's trouble says that already. */
function CredentialNote({ view }: { view: ConnectionView }) {
  const styles = useNoteStyles();
  const panel = usePanel();
  const { credentialText, trouble, application } = view;
  const isTrouble = trouble?.remedy === 'replace-secret' || trouble?.remedy === 'replace-certificate';
  if (credentialText === null || isTrouble) return null;
  const label = REMEDY_LABELS[application === 'certificate' ? 'replace-certificate' : 'replace-secret'];
  if (view.status === 'credential-expired')
    return (
      <Note
        look="warning"
        label="Expiration"
        title="The app can't refresh the token."
        text={`Add a new ${application === 'certificate' ? 'certificate' : 'client secret'} to the app registration, then replace it here.`}
      />
    );
  return (
    <Note
      look="warning"
      label="Expiration"
      title={`${credentialText}.`}
      text="After that, the app can't refresh the token."
    >
      <NamedLink
        label={label}
        className={styles.noteLink}
        onClick={() => panel.dialog.set({ kind: 'replace-secret', id: view.id })}
      />
    </Note>
  );
}

/** That the key vault is behind, and why; the rest stands in its dialog. */
function VaultNote({ view }: { view: ConnectionView }) {
  const styles = useNoteStyles();
  const panel = usePanel();
  const { id, vault } = view;
  // What passes by itself, and what a refresh will write with the next token, needs nobody.
  if (!vault?.trouble || vault.trouble.kind === 'transient') return null;
  return (
    <Note look="warning" label="Key Vault" title={`${vault.text}.`} text={vault.trouble.what}>
      <NamedLink
        label="Show Key Vault…"
        className={styles.noteLink}
        onClick={() => panel.dialog.set({ kind: 'key-vault', id })}
      />
    </Note>
  );
}

interface ConnectionNotesProps {
  readonly view: ConnectionView;
  /** Absent where the key vault itself is on show. */
  readonly vault?: boolean;
}

/** All that there is to know about a connection's state and to do about it: the same on its card and on its page. */
export function ConnectionNotes({ view, vault = true }: ConnectionNotesProps) {
  return (
    <>
      <PracticeCredentials view={view} />
      {view.status === 'no-mfa' && (
        <Note
          look="warning"
          title="You signed in without MFA."
          text="Partner Center refuses this token. Sign in again and complete MFA."
        />
      )}
      <CredentialNote view={view} />
      {vault && <VaultNote view={view} />}
      <Troubles view={view} />
    </>
  );
}

/** What is wrong by itself, and what didn't work when somebody tried. */
export function Troubles({ view }: { view: ConnectionView }) {
  return (
    <>
      <CardTrouble view={view} />
      <ProblemBar about={view.id} unless={view.troubleDetails?.code ?? undefined} offered={offeredBy(view)} />
    </>
  );
}

/** What the connection's own buttons do anyway. */
function offeredBy(view: ConnectionView): ReadonlySet<Remedy> {
  const main = mainButtonOf(view);
  return new Set<Remedy>(main === 'copy' ? ['sign-in', 'refresh'] : ['sign-in', 'refresh', main]);
}
