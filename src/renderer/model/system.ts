/** Chromium's own word for the system, the same on every processor. */
export const isMac = navigator.platform.startsWith('Mac');
