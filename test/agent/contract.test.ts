import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MESSAGES, PROTOCOL_VERSION, readMessage } from '../../src/agent/contract';
import { ASK } from '../../src/agent/requests';
import { IMPORT, SECRET } from './support';

const version = PROTOCOL_VERSION;

describe('what comes from the other side', () => {
  test('is a message only when all of it is as agreed', () => {
    expect(readMessage(ASK, { version, request: IMPORT })).toMatchObject({ kind: 'message' });
    const wrong = [
      { version, request: { ...IMPORT, refreshToken: 7 } },
      { version, request: { ...IMPORT, kind: 'export-token' } },
      { version, request: { ...IMPORT, more: true } },
      { version, request: { kind: 'import-token', wanted: 'Contoso' } },
      { version, request: IMPORT, more: true },
      { request: IMPORT },
      { version: '1', request: IMPORT },
      [version, IMPORT],
      SECRET,
      null,
    ];
    for (const message of wrong) expect(readMessage(ASK, message)).toEqual({ kind: 'garbage' });
    expect(
      readMessage(MESSAGES.reply, { version, answer: { kind: 'import-token', outcome: { code: 3, words: '' } } }),
    ).toEqual({ kind: 'garbage' });
  });

  test('is known to be of another version whatever else stands in it', () => {
    for (const other of [0, version + 1, 99])
      expect(readMessage(MESSAGES.hello, { version: other, greeting: ['hi'] })).toEqual({ kind: 'other-version' });
  });

  test('may be anything', () => {
    const something = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { version: fc.constant(version), request: fc.jsonValue(), answer: fc.jsonValue() },
        { requiredKeys: [] },
      ),
      fc.record({
        version: fc.constant(version),
        request: fc.record({
          kind: fc.constantFrom('who', 'import-token', 'toString', '__proto__'),
          wanted: fc.jsonValue(),
        }),
      }),
    );
    fc.assert(
      fc.property(something, fc.constantFrom(...Object.values(MESSAGES), ASK), (received, schema) => {
        const read = readMessage<unknown>(schema, received);
        if (read.kind === 'message') expect(read.message).toEqual(received);
      }),
      { numRuns: 2000 },
    );
  });
});
