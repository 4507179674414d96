import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FrameError, FrameReader, frameOf, LONGEST_MESSAGE } from '../../src/agent/frames';

function readAll(reader: FrameReader): unknown[] {
  const messages: unknown[] = [];
  for (let next = reader.next(); next; next = reader.next()) messages.push(next.message);
  return messages;
}

function header(length: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

function framed(content: Uint8Array): Buffer {
  return Buffer.concat([header(content.length), content]);
}

function errorOf(bytes: Buffer): unknown {
  const reader = new FrameReader();
  reader.add(bytes);
  try {
    reader.next();
  } catch (error) {
    return error;
  }
  return null;
}

describe('messages', () => {
  test('come out as they went in, however they are cut and joined on the way', () => {
    const messages = fc.array(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), { maxLength: 5 });
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, sizes) => {
        const stream = Buffer.concat(sent.map(frameOf));
        const reader = new FrameReader();
        const got: unknown[] = [];
        for (let at = 0, turn = 0; at < stream.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          reader.add(stream.subarray(at, at + size));
          got.push(...readAll(reader));
          at += size;
        }
        expect(got).toEqual(JSON.parse(JSON.stringify(sent)));
      }),
    );
  });

  test('may have 1 MB and not a byte more, whoever sends them', () => {
    const longest = { x: 'y'.repeat(LONGEST_MESSAGE - '{"x":""}'.length) };
    const reader = new FrameReader();
    reader.add(frameOf(longest));
    expect(reader.next()).toEqual({ message: longest });
    expect(() => frameOf({ x: `${longest.x}y` })).toThrow(FrameError);
    expect(errorOf(header(LONGEST_MESSAGE + 1))).toBeInstanceOf(FrameError);
    expect(errorOf(header(LONGEST_MESSAGE))).toBeNull();
  });

  test('that are no JSON, or no text, are refused in words that repeat nothing of them', () => {
    const garbage = [
      Buffer.from('top-secret'),
      Buffer.from('{"top-secret":'),
      Buffer.from([0x22, 0xff, 0x22]),
      Buffer.alloc(0),
    ];
    for (const content of garbage) {
      const error = errorOf(framed(content));
      expect(error).toBeInstanceOf(FrameError);
      expect(String(error)).not.toContain('secret');
    }
  });

  test('of another protocol are refused as soon as their beginning is there', () => {
    expect(errorOf(Buffer.from('GET / HTTP/1.1\r\n'))).toBeInstanceOf(FrameError);
    expect(errorOf(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]))).toBeInstanceOf(FrameError);
  });

  test('any bytes are waited for, read or refused, and do nothing else', () => {
    const bytes = fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.uint8Array({ maxLength: 60 }).map(framed));
    fc.assert(
      fc.property(bytes, (some) => {
        const error = errorOf(Buffer.from(some));
        expect(error === null || error instanceof FrameError).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
