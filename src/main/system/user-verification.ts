import type { SystemPreferences } from 'electron';

/**
 * Whether the system has found out that it's the person who is signed in. Electron offers this on a Mac with Touch ID only: elsewhere
 * there is nothing to ask, and everybody is. `reason` follows "Partner Token Tray is trying to".
 */
export async function isVerified(
  platform: NodeJS.Platform,
  preferences: Pick<SystemPreferences, 'canPromptTouchID' | 'promptTouchID'>,
  reason: string,
): Promise<boolean> {
  if (platform !== 'darwin' || !preferences.canPromptTouchID()) return true;
  return preferences.promptTouchID(reason).then(
    () => true,
    () => false,
  );
}
