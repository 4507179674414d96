import { browser } from './chromium/browser';
import { createEvent } from './events';
import { asElectron, Double } from './refusal';
import { allSessions } from './session';
import { contentsOfFrame } from './web-contents';

type Supported = 'cancel' | 'getFilename' | 'getState' | 'getURL' | 'setSavePath';

/** A download as it begins. None ever completes here: after the listeners were asked, it is cancelled. */
class DownloadItemDouble extends Double implements Pick<Electron.DownloadItem, Supported> {
  private state: ReturnType<Electron.DownloadItem['getState']> = 'progressing';

  constructor(
    private readonly url: string,
    private readonly filename: string,
  ) {
    super('DownloadItem');
  }

  getURL(): string {
    return this.url;
  }

  getFilename(): string {
    return this.filename;
  }

  getState(): ReturnType<Electron.DownloadItem['getState']> {
    return this.state;
  }

  setSavePath(_path: string): void {}

  cancel(): void {
    if (this.state === 'cancelled') return;
    this.state = 'cancelled';
    this.emit('done', createEvent({}), 'cancelled');
  }
}

/** Brings downloads to their session's `will-download`. */
export function watchDownloads(): void {
  browser.onDownload = ({ frameId, url, suggestedFilename }) => {
    const contents = contentsOfFrame(frameId);
    const session = allSessions().find((candidate) => candidate === contents?.mySession);
    if (!contents || !session) return;
    const event = createEvent({});
    const item = new DownloadItemDouble(url, suggestedFilename);
    session.emit('will-download', event, item, asElectron<Electron.WebContents>(contents), contents.mainFrame);
    if (!event.defaultPrevented && item.getState() === 'progressing') {
      console.error(`The stand-in cancels every download: ${suggestedFilename}`);
    }
    item.cancel();
  };
}
