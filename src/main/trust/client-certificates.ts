import { app, BrowserWindow, type Certificate, dialog, type WebContents } from 'electron';
import { parseUrl } from '../../core/model/url';

/**
 * Lets the person choose when a sign-in page asks for a certificate of theirs. Left alone, Electron would hand the first
 * one it finds to whichever page asks.
 */
export function askForClientCertificates(): void {
  app.on('select-client-certificate', (event, contents, url, certificates, choose) => {
    event.preventDefault();
    void pick(contents, url, certificates).then(choose, () => choose());
  });
}

async function pick(
  contents: WebContents | null,
  url: string,
  certificates: readonly Certificate[],
): Promise<Certificate | undefined> {
  const window = contents && BrowserWindow.fromWebContents(contents);
  if (!window) return undefined;
  const none = certificates.length;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: `${parseUrl(url)?.host ?? url} asks for a certificate`,
    detail: 'Choose a certificate to sign in with, or continue without one.',
    buttons: [...certificates.map(({ subjectName, issuerName }) => `${subjectName} (${issuerName})`), 'None'],
    defaultId: none,
    cancelId: none,
    noLink: true,
  });
  return certificates[response];
}
