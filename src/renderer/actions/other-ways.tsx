import { MenuGroup, MenuGroupHeader, MenuItem, makeStyles } from '@fluentui/react-components';
import { Globe20Regular } from '@fluentui/react-icons/svg/globe';
import { Password20Regular } from '@fluentui/react-icons/svg/password';
import { Window20Regular } from '@fluentui/react-icons/svg/window';
import type { ReactElement } from 'react';
import type { ConnectionView } from '../../ipc/contract';
import {
  REMEDY_LABELS,
  type Resource,
  resourceKey,
  resourceLabel,
  type SignInMethod,
  type TokenForm,
} from '../../ipc/vocabulary';
import type { Action } from '../model/act';
import { type LastCopy, lastCopy, rememberCopy, resourceOf } from '../model/last-copy';
import { usePanel } from '../model/panel';
import { signIn } from '../model/requests';
import { copiedWords } from '../model/time/time-words';

const useStyles = makeStyles({ item: { overflowWrap: 'anywhere' } });

/** An item for each resource that the same refresh token may give an access token for. */
export function OtherResources({ view, action }: { view: ConnectionView; action: Action }) {
  const styles = useStyles();
  const panel = usePanel();
  const { id } = view;
  const last = lastCopy(view);
  const copy = async (resource: Resource, form: TokenForm = 'token') => {
    const reply = await action.run(
      () => panel.bridge.copyAccessTokenAs({ id, form, resource }),
      ({ clearsAt }) => {
        panel.say(copiedWords(`Access token for ${resourceLabel(resource)}`, clearsAt));
        return null;
      },
      'Not copied',
    );
    if (!reply?.ok) return;
    const scopes = resource.kind === 'custom' ? { scopes: resource.scopes } : {};
    rememberCopy(view, { what: 'token', form, choice: resource.kind, ...scopes });
  };
  const again = againOf(view, last);
  return (
    <MenuGroup>
      <MenuGroupHeader>Copy an access token for</MenuGroupHeader>
      {again !== null && (
        <MenuItem
          className={styles.item}
          disabled={view.busy !== null}
          onClick={() => void copy(again.resource, last.form)}
        >
          {again.words}
        </MenuItem>
      )}
      {othersOf(view, last).map((resource) => (
        <MenuItem
          key={resourceKey(resource)}
          className={styles.item}
          disabled={view.busy !== null}
          onClick={() => void copy(resource)}
        >
          {resourceLabel(resource)}
        </MenuItem>
      ))}
      <MenuItem onClick={() => panel.dialog.set({ kind: 'copy-as', id })}>Other scopes…</MenuItem>
    </MenuGroup>
  );
}

const FORM_WORDS: Readonly<Record<Exclude<TokenForm, 'token'>, string>> = {
  header: 'as an HTTP header',
  powershell: 'for PowerShell',
  curl: 'for curl',
};

/** What was copied last, when that was more than the token alone: "Microsoft Graph, for curl". */
function againOf({ resource: own }: ConnectionView, { form, choice, scopes }: LastCopy) {
  if (form === 'token') return null;
  const resource = resourceOf(choice, scopes) ?? own;
  return { resource, words: `${resourceLabel(resource)}, ${FORM_WORDS[form]}` };
}

/** The one that was used last comes first. Of a custom cloud only Partner Center and its own scopes are known. */
function othersOf({ cloud, resource: own }: ConnectionView, { choice, scopes }: LastCopy): readonly Resource[] {
  const known: readonly Resource[] = [
    { kind: 'partner-center' },
    ...(cloud === 'custom' ? [] : ([{ kind: 'exchange-online' }, { kind: 'graph' }] as const)),
    ...(scopes.length === 0 ? [] : [{ kind: 'custom', scopes: [...scopes] } as const]),
  ];
  const isLast = ({ kind }: Resource) => Number(kind === choice);
  return known
    .filter((resource) => resourceKey(resource) !== resourceKey(own))
    .toSorted((a, b) => isLast(b) - isLast(a));
}

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
