import { app } from './app';
import { browser } from './chromium/browser';

/**
 * What pages say they are unless they are told otherwise; empty before Chromium runs.
 * Source: Electron, `shell/common/application_info.cc`, `GetApplicationUserAgent`.
 */
export function defaultUserAgent(): string {
  const name = app.getName().replaceAll(' ', '');
  const product = name === 'Electron' ? '' : `${name}/${app.getVersion()} `;
  const electron = process.versions.electron ?? '';
  return browser.userAgent.replace(/(?:Headless)?(Chrome\/\S+)/, `${product}$1 Electron/${electron}`);
}
