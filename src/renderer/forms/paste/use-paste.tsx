import { type ClipboardEvent, type ReactElement, useState } from 'react';
import { type CloudName, readPaste, readSnippet, type Snippet } from '../../../ipc/vocabulary';
import { APP, usePanel } from '../../model/panel';
import { usePlace } from '../../model/problems';
import { Message } from '../../parts/Message';
import type { Application } from '../credential/use-application';
import type { FieldsProps, FormField, FormValues } from '../values';
import { isPasteBox } from './PasteBox';
import type { PastedToken } from './use-pasted-token';

/** What a form takes of a pasted text. */
export interface Takes extends Pick<FieldsProps, 'set' | 'checks'> {
  /** Where a secret goes; `null`: the form has no field for it. */
  readonly application: Application | null;
  /** Where a refresh token goes, in the form of a new connection. */
  readonly token: PastedToken | null;
  /** Of a connection that there is, which stays there. */
  readonly cloud: CloudName | null;
  /** Shows the rarer settings. */
  readonly reveal: () => void;
}

/** Sorts a text that is pasted into the form into the fields that it names, and says which, and what was left. */
export function usePaste(form: Takes) {
  const panel = usePanel();
  const place = usePlace(APP);
  const [said, setSaid] = useState<Said | null>(null);
  const fill = (found: Snippet, left: readonly string[]) => {
    panel.setProblem(place, null);
    const filled = fillIn(form, found);
    const others = [...left, ...notHere(form, found)];
    const words: Said =
      filled.length > 0
        ? { intent: 'success', what: `Filled in ${LIST.format(filled)}.`, advice: others.join(' ') || null }
        : { intent: 'warning', what: 'Nothing was filled in.', advice: others.join(' ') || null };
    setSaid(words);
    panel.say([words.what, words.advice ?? ''].join(' ').trim());
  };
  return {
    /** Takes all of a text, from the box for it. */
    take: (text: string) => {
      const { found, left } = readPaste(text);
      fill(found, left);
    },
    /** Takes a text with several values, from whichever field it's pasted into. */
    onPasteCapture: (event: ClipboardEvent) => {
      if (isPasteBox(event.target)) return;
      setSaid(null);
      const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      const snippet = isField ? readSnippet(event.clipboardData.getData('text/plain')) : null;
      if (snippet === null) return;
      event.preventDefault();
      event.stopPropagation();
      fill(snippet, []);
    },
    message: messageOf(said),
  };
}

interface Said {
  readonly intent: 'success' | 'warning';
  readonly what: string;
  readonly advice: string | null;
}

function messageOf(said: Said | null): ReactElement | null {
  return said === null ? null : <Message {...said} />;
}

const LIST = new Intl.ListFormat('en', { type: 'conjunction' });

/** Puts what was found into its fields. Returns what each is called. */
function fillIn({ set, checks, application, token, cloud, reveal }: Takes, found: Snippet): readonly string[] {
  const isNew = cloud === null;
  const values: Partial<FormValues> = {
    ...(found.cloud !== undefined && isNew ? { cloud: found.cloud } : {}),
    ...(found.tenant === undefined ? {} : { tenant: found.tenant }),
    ...(found.clientId === undefined ? {} : { clientId: found.clientId }),
    ...(found.application !== undefined && isNew ? { application: found.application } : {}),
    ...(found.secret !== undefined && application !== null ? { application: 'secret' as const } : {}),
    ...(found.resource !== undefined && isNew ? { resource: found.resource } : {}),
    ...(found.redirectUri !== undefined && isNew ? { redirectUri: found.redirectUri } : {}),
  };
  set(values);
  if (found.secret !== undefined) application?.putSecret(found.secret);
  if (found.refreshToken !== undefined) token?.put(found.refreshToken);
  if (values.resource !== undefined || values.redirectUri !== undefined) reveal();
  const filled: readonly FormField[] = [
    ...(['cloud', 'tenant', 'clientId', 'resource', 'redirectUri'] as const).filter(
      (field) => values[field] !== undefined,
    ),
    ...(found.secret !== undefined && application !== null ? (['secret'] as const) : []),
  ];
  for (const field of filled) {
    checks.changed(field);
    checks.touch(field);
  }
  return [
    ...NAMES.flatMap(([field, name]) => (filled.includes(field) ? [name] : [])),
    ...(values.application === undefined || values.application === 'secret' ? [] : [KIND_NAMES[values.application]]),
    ...(found.refreshToken !== undefined && token !== null ? ['refresh token'] : []),
  ];
}

const NAMES = [
  ['cloud', 'cloud'],
  ['tenant', 'tenant'],
  ['clientId', 'client ID'],
  ['secret', 'secret'],
  ['resource', 'resource'],
  ['redirectUri', 'redirect URI'],
] as const satisfies ReadonlyArray<readonly [FormField, string]>;

const KIND_NAMES = { certificate: 'certificate as the credential', public: 'public client' } as const;

/** What the form of a connection that there is has no place for. */
function notHere({ application, token, cloud }: Takes, found: Snippet): readonly string[] {
  return [
    ...(found.secret !== undefined && application === null
      ? ['For the secret, choose Replace secret or certificate.']
      : []),
    ...(found.refreshToken !== undefined && token === null
      ? ['For the refresh token, choose Import refresh token in the More menu.']
      : []),
    ...(cloud !== null && found.cloud !== undefined && found.cloud !== cloud
      ? ['The text is for another cloud. Add a new connection for it.']
      : []),
  ];
}
