import { type Session, session, type WebPreferences } from 'electron';

/** What every window of the app goes without. */
export const LOCKED_DOWN: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  webviewTag: false,
  spellcheck: false,
};

/** A session in memory only, for a `partition` without `persist:`, that grants no permission. */
export function lockedSession(partition: string): Session {
  const own = session.fromPartition(partition, { cache: false });
  own.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  own.setPermissionCheckHandler(() => false);
  return own;
}
