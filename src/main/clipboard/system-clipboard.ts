import { ClipboardItem, clipboard } from 'electron';
import type { SecretClipboard } from './clipboard-lease';
import { secretFormats } from './secret-formats';

/** The system's clipboard. One write puts the text and its marks there together, so that no monitor sees it without them. */
export const systemClipboard: SecretClipboard = {
  async writeSecret(text) {
    await clipboard.write([new ClipboardItem({ 'text/plain': text, ...secretFormats(process.platform) })]);
  },
  readText: () => clipboard.readText(),
  clear: () => clipboard.clear(),
};
