import { ClipboardItem, clipboard } from 'electron';
import type { Reply } from '../../ipc/contract';
import { CLIPBOARD_BUSY, DONE } from '../wording/replies';
import type { SecretClipboard } from './clipboard-lease';

/** The system's clipboard. One write puts the text and its marks there together, so that no monitor sees it without them. */
export const systemClipboard: SecretClipboard = {
  async writeSecret(text) {
    await clipboard.write([new ClipboardItem({ 'text/plain': text, ...secretFormats(process.platform) })]);
  },
  readText: () => clipboard.readText(),
  clear: () => clipboard.clear(),
};

/** Copies something that is no secret. */
export async function copyPlain(text: string): Promise<Reply> {
  try {
    await clipboard.writeText(text);
    return DONE;
  } catch {
    return CLIPBOARD_BUSY;
  }
}

/** A raw format of the system's clipboard, as Electron names it. */
function raw(format: string): string {
  return `electron application/osclipboard;format="${format}"`;
}

/**
 * The marks that ask clipboard histories, monitors and cloud clipboards to leave a secret alone.
 * Sources: Microsoft Learn, "Cloud clipboard and clipboard history formats" (a DWORD of 0 refuses; the exclusion format
 * counts by being there); nspasteboard.org, "Identifying and handling concealed data"; KDE Klipper's password manager hint.
 */
function secretFormats(platform: NodeJS.Platform): Record<string, string | Blob> {
  switch (platform) {
    case 'win32':
      return {
        [raw('ExcludeClipboardContentFromMonitorProcessing')]: dwordZero(),
        [raw('CanIncludeInClipboardHistory')]: dwordZero(),
        [raw('CanUploadToCloudClipboard')]: dwordZero(),
      };
    case 'darwin':
      return { [raw('org.nspasteboard.ConcealedType')]: 'concealed' };
    default:
      return { [raw('x-kde-passwordManagerHint')]: 'secret' };
  }
}

function dwordZero(): Blob {
  return new Blob([new Uint8Array(4)]);
}
