/** Which system the app runs on: Chromium's own word for it, which is the same on every processor. */
export const isMac = navigator.platform.startsWith('Mac');
export const isWindows = navigator.platform.startsWith('Win');
