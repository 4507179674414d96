import { describe, expect, it } from 'vitest';
import { decodeText } from '../../../src/platform/files/decode-text';

describe('the text of a file', () => {
  it.each([
    ['UTF-8', Buffer.from('1.AXoA\r\n')],
    ['UTF-8 with a mark', Buffer.from('\ufeff1.AXoA\r\n')],
    ['UTF-16 with a mark', Buffer.from('\ufeff1.AXoA\r\n', 'utf16le')],
    ['UTF-16 the other way round, with a mark', Buffer.from('\ufeff1.AXoA\r\n', 'utf16le').swap16()],
  ])('is the same in %s', (_encoding, bytes) => {
    expect(decodeText(bytes)).toBe('1.AXoA\r\n');
  });

  it('is not made up of bytes that are none', () => {
    expect(decodeText(Uint8Array.of(0x80, 0x81))).toBeNull();
    expect(decodeText(Uint8Array.of(0x30, 0x82, 0x0a, 0xff))).toBeNull();
  });

  it('is empty for nothing', () => {
    expect(decodeText(new Uint8Array())).toBe('');
  });
});
