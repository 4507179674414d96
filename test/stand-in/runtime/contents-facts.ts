import { Double } from './refusal';

type Supported =
  | 'getType'
  | 'getOSProcessId'
  | 'isCrashed'
  | 'isOffscreen'
  | 'setVisualZoomLevelLimits'
  | 'setBackgroundThrottling'
  | 'openDevTools'
  | 'closeDevTools'
  | 'isDevToolsOpened';

/** What is the same for every web contents of the stand-in, or makes no difference there. */
export class ContentsFacts extends Double implements Pick<Electron.WebContents, Supported> {
  constructor() {
    super('WebContents', 'webContents');
  }

  getType(): 'window' {
    return 'window';
  }

  getOSProcessId(): number {
    return 0;
  }

  isCrashed(): boolean {
    return false;
  }

  isOffscreen(): boolean {
    return false;
  }

  setVisualZoomLevelLimits(_minimum: number, _maximum: number): Promise<void> {
    return Promise.resolve();
  }

  setBackgroundThrottling(_allowed: boolean): void {}

  openDevTools(_options?: Electron.OpenDevToolsOptions): void {}

  closeDevTools(): void {}

  isDevToolsOpened(): boolean {
    return false;
  }
}
