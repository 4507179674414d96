import { app, powerMonitor } from 'electron';
import type { ClipboardLease } from './clipboard/clipboard-lease';
import type { AppEvents } from './system/app-events';

/** While a computer sleeps, timers stand still. */
export function watchSystem(events: AppEvents, lease: ClipboardLease): void {
  powerMonitor.on('resume', () => {
    events.emit('system', 'wake');
    void lease.clearIfDue();
  });
  powerMonitor.on('unlock-screen', () => {
    events.emit('system', 'unlock');
    void lease.clearIfDue();
  });
  // Something else may have been copied in another app.
  app.on('browser-window-focus', () => void lease.endIfReplaced());
  powerMonitor.on('shutdown', () => app.quit());
}
