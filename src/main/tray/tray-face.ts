import type { KeeperApi } from '../../core/keeper/keeper-api';
import type { TrayFace } from './tray';
import { type TrayConnection, tooltip, trayMenu, worstStatus } from './tray-menu';

/** What the tray shows of the keeper's connections. */
export function trayFaceOf(keeper: KeeperApi): TrayFace {
  const trouble = keeper.appTrouble();
  const all = keeper.connections().map(
    (connection): TrayConnection => ({
      connection,
      status: keeper.statusOf(connection),
      busy: keeper.busyOf(connection.id),
      now: keeper.nowFor(connection),
    }),
  );
  return { status: worstStatus(all, trouble), tooltip: tooltip(all, trouble), menu: trayMenu(all) };
}
