import { MenuGroup, MenuGroupHeader, MenuItem, makeStyles, Spinner } from '@fluentui/react-components';
import { ChevronDown20Regular } from '@fluentui/react-icons/svg/chevron-down';
import type { ConnectionView } from '../../ipc/contract';
import { type Resource, resourceKey, resourceLabel } from '../../ipc/vocabulary';
import { type Action, useAction } from '../model/act';
import { lastScopes } from '../model/last-scopes';
import { usePanel } from '../model/panel';
import { copiedWords } from '../model/time-words';
import { MenuButton } from './MenuButton';

const useStyles = makeStyles({ item: { overflowWrap: 'anywhere' } });

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

/** An item for each resource that the same refresh token may give an access token for. */
export function OtherResources({ view, action }: { view: ConnectionView; action: Action }) {
  const styles = useStyles();
  const panel = usePanel();
  const { id } = view;
  const copy = (resource: Resource) =>
    action.run(
      () => panel.bridge.copyAccessTokenAs({ id, form: 'token', resource }),
      ({ clearsAt }) => copiedWords(`Access token for ${resourceLabel(resource)}`, clearsAt),
    );
  return (
    <MenuGroup>
      <MenuGroupHeader>Copy an access token for</MenuGroupHeader>
      {othersOf(view).map((resource) => (
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

/** Of a custom cloud only Partner Center and its own scopes are known. */
function othersOf({ id, cloud, resource: own }: ConnectionView): readonly Resource[] {
  const usual: readonly Resource[] = [
    { kind: 'partner-center' },
    ...(cloud === 'custom' ? [] : ([{ kind: 'exchange-online' }, { kind: 'graph' }] as const)),
  ];
  const last = lastScopes(id);
  return [...usual, ...(last === null ? [] : [last])].filter((resource) => resourceKey(resource) !== resourceKey(own));
}
