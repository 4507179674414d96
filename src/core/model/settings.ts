import type { AppSettings } from '../keeper/ports';
import { SECOND } from './time';

export const DEFAULT_SETTINGS: AppSettings = {
  clearClipboardAfter: 60 * SECOND,
  copyShortcut: null,
  theme: 'system',
};
