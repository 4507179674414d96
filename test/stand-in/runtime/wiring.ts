import { app } from './app';
import { watchDownloads } from './downloads';
import { nativeTheme } from './native-theme';
import { onSessionCreated } from './session';
import { allContents } from './web-contents';

/** Ties together the modules that must not know each other. */
export function wireUp(): void {
  onSessionCreated((session) => app.emit('session-created', session));
  nativeTheme.on('updated', () => {
    for (const contents of allContents()) contents.refreshEmulation();
  });
  watchDownloads();
}
