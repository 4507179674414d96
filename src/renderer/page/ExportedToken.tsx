import { Badge, Button, Input } from '@fluentui/react-components';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Reply } from '../../ipc/contract';
import type { ExportedTokenView } from '../../ipc/vocabulary';
import { useAction } from '../model/act';
import { usePanel } from '../model/panel';
import { exactWords } from '../model/time/time-words';
import { usePageStyles } from './page-styles';

const TARGETS: Readonly<Record<ExportedTokenView['to'], string>> = {
  clipboard: 'Clipboard',
  file: 'File',
  program: 'Program',
  'key-vault': 'Key Vault',
};

const BADGES: Readonly<
  Record<ExportedTokenView['state'], { label: string; color: 'informative' | 'warning' | 'danger' }>
> = {
  'in-use': { label: 'In use', color: 'warning' },
  replaced: { label: 'Replaced', color: 'informative' },
  expired: { label: 'Expired', color: 'danger' },
};

/** One in a key vault that each refresh renews asks for nothing. */
const KEPT = { label: 'Kept up to date', color: 'success' } as const;

interface ExportedTokenProps {
  /** The connection's id. */
  readonly id: string;
  readonly token: ExportedTokenView;
  /** Another export of the very same token. */
  readonly twin: ExportedTokenView | null;
  /** Something was changed: main knows how it is now. */
  readonly onChanged: () => Promise<void>;
}

/** One exported token, with what can be done about it. What one pressed stays where it was, under another name. */
export function ExportedToken({ id, token, twin, onChanged }: ExportedTokenProps) {
  const styles = usePageStyles();
  const panel = usePanel();
  const action = useAction(id);
  const [isNaming, setIsNaming] = useState(false);
  const item = useRef<HTMLLIElement>(null);
  /** Whether the focus is to go back to the button that opened the field. */
  const hadFocus = useRef(false);
  const of = { id, exportId: token.id };
  const name = nameOf(token);
  const isKept = token.renews === true && token.state === 'in-use';
  const badge = isKept ? KEPT : BADGES[token.state];
  // Several may be of one place.
  const spoken = token.label === '' ? `${name}, ${exactWords(token.takenAt)}` : name;
  const change = async (ask: () => Promise<Reply>, words: string, undo?: () => void) => {
    const reply = await action.run(ask);
    if (!reply?.ok) return;
    await onChanged();
    panel.tell(words, undo);
  };
  const unmark = () => change(() => panel.bridge.unmarkExport(of), `${name} is in use.`);
  const mark = () =>
    change(
      () => panel.bridge.markExportReplaced(of),
      `Marked ${name} as replaced.`,
      () => void unmark(),
    );
  const isReplaced = token.state === 'replaced';
  const endNaming = () => {
    hadFocus.current = true;
    setIsNaming(false);
  };
  useEffect(() => {
    if (isNaming || !hadFocus.current) return;
    hadFocus.current = false;
    item.current?.querySelector<HTMLElement>('[data-label]')?.focus();
  }, [isNaming]);
  return (
    <li ref={item} className={styles.item} data-export={token.id}>
      <span className={styles.words}>
        <span className={styles.name}>{name}</span>
        {token.label !== '' && placeWords(token)}
        <span className={styles.quiet} style={{ display: 'block' }}>
          Exported {exactWords(token.takenAt)}
          <br />
          {token.state === 'expired' ? 'Expired' : 'Expires'} {exactWords(token.expiresAt)}
          {token.superseded && token.state === 'in-use' && <br />}
          {token.superseded &&
            token.state === 'in-use' &&
            'The app has a newer token by now; this one works until it expires.'}
          {twin !== null && <br />}
          {twin !== null && `Same token as the one exported ${exactWords(twin.takenAt)}`}
        </span>
      </span>
      <Badge appearance="tint" color={badge.color}>
        {badge.label}
      </Badge>
      {isNaming ? (
        <Naming
          label={token.label}
          name={spoken}
          onCancel={endNaming}
          onSave={async (label) => {
            await change(
              () => panel.bridge.labelExport({ ...of, label }),
              label === '' ? 'Label removed.' : 'Label saved.',
            );
            endNaming();
          }}
        />
      ) : (
        <span className={styles.bar} style={{ flexBasis: '100%' }}>
          {!isKept && (
            <Button
              size="small"
              aria-label={`${isReplaced ? 'Mark as in use' : 'Mark as replaced'}: ${spoken}`}
              disabledFocusable={action.pending}
              onClick={() => void (isReplaced ? unmark() : mark())}
            >
              {isReplaced ? 'Mark as in use' : 'Mark as replaced'}
            </Button>
          )}
          <Button
            data-label
            size="small"
            appearance="subtle"
            aria-label={`${token.label === '' ? 'Add label' : 'Change label'}: ${spoken}`}
            disabledFocusable={action.pending}
            onClick={() => setIsNaming(true)}
          >
            {token.label === '' ? 'Add label' : 'Change label'}
          </Button>
        </span>
      )}
    </li>
  );
}

interface NamingProps {
  readonly label: string;
  readonly name: string;
  readonly onSave: (label: string) => Promise<void>;
  readonly onCancel: () => void;
}

function Naming({ label, name, onSave, onCancel }: NamingProps) {
  const styles = usePageStyles();
  const [text, setText] = useState(label);
  const save = (event: FormEvent) => {
    event.preventDefault();
    void onSave(text.trim());
  };
  return (
    <form className={styles.bar} style={{ flexBasis: '100%' }} autoComplete="off" onSubmit={save}>
      <Input
        className={styles.input}
        size="small"
        aria-label={`Label of ${name}`}
        placeholder="Where it's used"
        value={text}
        maxLength={60}
        autoFocus
        onChange={(_, data) => setText(data.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // Escape leaves the field; the next one leaves the page.
          event.preventDefault();
          onCancel();
        }}
      />
      <Button size="small" type="submit" appearance="primary">
        Save
      </Button>
      <Button size="small" onClick={onCancel}>
        Cancel
      </Button>
    </form>
  );
}

function nameOf(token: ExportedTokenView): string {
  return token.label === '' ? placeWords(token) : token.label;
}

/** "File: /home/alex/token.txt", or only what kind of place it was. */
function placeWords({ to, place }: ExportedTokenView): string {
  return place === null ? TARGETS[to] : `${TARGETS[to]}: ${place}`;
}
