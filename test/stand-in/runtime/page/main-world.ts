import { openBridge } from './bridge';

/** The page's own end of contextBridge. */
export function start(channel: string): void {
  if (window === window.top) openBridge(`${channel}-main`, `${channel}-isolated`);
}
