import { MenuItem } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { MoreVertical20Regular } from '@fluentui/react-icons/svg/more-vertical';
import { ShieldCheckmark20Regular } from '@fluentui/react-icons/svg/shield-checkmark';
import { MenuButton } from '../card/MenuButton';
import { useAction } from '../model/act';
import { APP, useConnections, usePanel, useRest } from '../model/panel';

/** What can be done with all connections at once. Absent where that would be one. */
export function AllMenu() {
  const panel = usePanel();
  const action = useAction(APP);
  const count = useConnections().filter(({ issuedAt }) => issuedAt !== null).length;
  const isBusy = useRest((rest) => rest.batch !== null && rest.batch.state !== 'ended');
  if (count < 2) return null;
  const start = (kind: 'refresh' | 'test') => void action.run(() => panel.bridge.startBatch({ kind }));
  return (
    <MenuButton label="All connections" appearance="subtle" icon={<MoreVertical20Regular />} hasIcons>
      <MenuItem icon={<ArrowSync20Regular />} disabled={isBusy} onClick={() => start('refresh')}>
        Refresh all
      </MenuItem>
      <MenuItem icon={<ShieldCheckmark20Regular />} disabled={isBusy} onClick={() => start('test')}>
        Test all
      </MenuItem>
    </MenuButton>
  );
}
