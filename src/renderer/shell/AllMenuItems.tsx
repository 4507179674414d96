import { MenuItem } from '@fluentui/react-components';
import { ArrowSync20Regular } from '@fluentui/react-icons/svg/arrow-sync';
import { ShieldCheckmark20Regular } from '@fluentui/react-icons/svg/shield-checkmark';
import { useAction } from '../model/act';
import { APP, usePanel, useRest } from '../model/panel';

/** Begins a batch, unless one is under way. */
export function AllMenuItems() {
  const panel = usePanel();
  const action = useAction(APP);
  const isBusy = useRest((rest) => rest.batch !== null && rest.batch.state !== 'ended');
  const start = (kind: 'refresh' | 'test') => void action.run(() => panel.bridge.startBatch({ kind }));
  return (
    <>
      <MenuItem icon={<ArrowSync20Regular />} disabled={isBusy} onClick={() => start('refresh')}>
        Refresh all
      </MenuItem>
      <MenuItem icon={<ShieldCheckmark20Regular />} disabled={isBusy} onClick={() => start('test')}>
        Test all
      </MenuItem>
    </>
  );
}
