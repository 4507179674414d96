import { NotInTheStandIn } from './refusal';
import type { WebContentsDouble } from './web-contents';

/** What is to become of a popup. */
type PopupDecision =
  | { readonly action: 'deny'; readonly loadsSomething: boolean }
  | {
      readonly action: 'allow';
      readonly loadsSomething: boolean;
      readonly options: Electron.BrowserWindowConstructorOptions;
      readonly outlivesOpener: boolean;
      readonly details: Electron.DidCreateWindowDetails;
    };

const FIELDS: Readonly<Record<string, keyof Electron.Rectangle>> = {
  width: 'width',
  height: 'height',
  left: 'x',
  top: 'y',
};

function boundsFromFeatures(features: string): Partial<Electron.Rectangle> {
  const bounds: Partial<Electron.Rectangle> = {};
  for (const part of features.split(',')) {
    const [name = '', value] = part.trim().split('=');
    const field = FIELDS[name];
    if (field && value !== undefined && Number.isFinite(Number(value))) bounds[field] = Number(value);
  }
  return bounds;
}

/** Asks the app about the popup that a page asked for longest ago; without a handler Electron allows it. */
export function decidePopup(opener: WebContentsDouble): PopupDecision {
  const request = opener.openRequests.shift() ?? { url: 'about:blank', frameName: '', features: '' };
  const loadsSomething = /^(https?|file):/i.test(request.url);
  const referrer = { url: opener.getURL(), policy: 'strict-origin-when-cross-origin' as const };
  const disposition = request.features === '' ? ('foreground-tab' as const) : ('new-window' as const);
  const answer = opener.windowOpenHandler?.({ ...request, disposition, referrer });
  if (answer && answer.action !== 'allow') return { action: 'deny', loadsSomething };
  if (answer?.createWindow) throw new NotInTheStandIn('webContents.setWindowOpenHandler with createWindow');
  const { overrideBrowserWindowOptions: override = {}, outlivesOpener = false } = answer ?? {};
  const options: Electron.BrowserWindowConstructorOptions = {
    ...boundsFromFeatures(request.features),
    ...override,
    webPreferences: { ...override.webPreferences, session: opener.session },
  };
  return {
    action: 'allow',
    loadsSomething,
    options,
    outlivesOpener,
    details: { ...request, options, disposition, referrer },
  };
}
