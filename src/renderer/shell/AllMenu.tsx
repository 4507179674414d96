import { MoreVertical20Regular } from '@fluentui/react-icons/svg/more-vertical';
import { MenuButton } from '../actions/MenuButton';
import { useConnections } from '../model/panel';
import { later } from '../parts/later';

const AllMenuItems = later(async () => (await import('./AllMenuItems')).AllMenuItems);

/** What can be done with all connections at once. Absent where that would be one. */
export function AllMenu() {
  const count = useConnections().filter(({ issuedAt }) => issuedAt !== null).length;
  if (count < 2) return null;
  return (
    <MenuButton label="All connections" appearance="subtle" icon={<MoreVertical20Regular />} hasIcons>
      <AllMenuItems />
    </MenuButton>
  );
}
