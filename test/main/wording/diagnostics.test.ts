import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedBy, diagnosticsText, withoutSecrets } from '../../../src/main/wording/diagnostics';
import { viewOf } from '../../../src/main/wording/views';
import { aConnection, NOW } from '../support';

const HOME = '/home/alex';
const ID = '0123456789abcdef0123456789abcdef';

/** What must never be in it, by what it looks like. */
const PLANTED = {
  'a refresh token': `0.AXoA${randomBytes(300).toString('base64url')}`,
  'an old refresh token': `1.${randomBytes(60).toString('base64url')}`,
  'an access token': `eyJ0eXAiOiJKV1QifQ.${randomBytes(90).toString('base64url')}.${randomBytes(64).toString('base64url')}`,
  'an opaque access token': `EwB${randomBytes(200).toString('base64')}`,
  'a client secret': `abc8Q~${randomBytes(24).toString('base64url')}`,
  'a key in hex': randomBytes(16).toString('hex'),
  'a long key in hex': randomBytes(32).toString('hex'),
  'letters only': 'aQwErTyUiOpAsDfGhJkLzXcVbNmqWeRtYuIoP',
  'a user name': 'agent@contoso.onmicrosoft.com',
  'a tenant ID': '9f0c2a1e-9d4f-4b43-8a9a-1f6f3b1f4a10',
  'a path of Windows': 'C:\\Users\\alex\\AppData\\Roaming\\Partner',
  'a folder of the person': `${HOME}/secret-plans`,
};

describe('diagnostics', () => {
  const text = (log: readonly string[], facts: ReadonlyArray<readonly [string, string]> = []) =>
    diagnosticsText({ at: NOW, sections: [['App', [['Version', '1.2.3'], ...facts]]], log, home: HOME });

  it('say what support needs, and which lines are about the same connection', () => {
    const log = [
      `2026-11-23T12:00:00.000Z panel-fault code=refresh:TypeError connection=${ID}`,
      `2026-11-23T12:00:01.000Z remedy-fault code=Error:ENOENT connection=${'f'.repeat(32)}`,
      `2026-11-23T12:00:02.000Z panel-ready connection=${ID}`,
      '2026-11-23T12:00:03.000Z panel-refused-argument code=setPracticeNetwork',
      '2026-11-23T12:00:04.000Z event code=[withheld]',
    ];
    const facts = [
      ['System', 'Linux 6.1.0-28-cloud-amd64 x64'],
      ['Chromium', '140.0.7339.41'],
      ['Troubles', '2 AADSTS50173, 1 network/refused, 1 keychain/locked'],
      ['Displays', '100 %, 150 %'],
    ] as const;
    expect(text(log, facts)).toBe(
      [
        'Partner Token Tray diagnostics, 2026-11-23T12:00:00.000Z',
        '',
        'App',
        '  Version: 1.2.3',
        '  System: Linux 6.1.0-28-cloud-amd64 x64',
        '  Chromium: 140.0.7339.41',
        '  Troubles: 2 AADSTS50173, 1 network/refused, 1 keychain/locked',
        '  Displays: 100 %, 150 %',
        '',
        'Log',
        '  2026-11-23T12:00:00.000Z panel-fault code=refresh:TypeError connection=#1',
        '  2026-11-23T12:00:01.000Z remedy-fault code=Error:ENOENT connection=#2',
        '  2026-11-23T12:00:02.000Z panel-ready connection=#1',
        '  2026-11-23T12:00:03.000Z panel-refused-argument code=setPracticeNetwork',
        '  2026-11-23T12:00:04.000Z event code=[withheld]',
      ].join('\n'),
    );
  });

  it.each(Object.entries(PLANTED))('hold nothing of %s, wherever it got in', (_, secret) => {
    const places = [secret, `"${secret}"`, `code=${secret}`, `token:${secret},`, `x (${secret})`, `/a/${secret}/b`];
    for (const place of places) {
      const told = text([`2026-11-23T12:00:00.000Z event ${place}`], [['Fact', place]]);
      expect(told).toContain('2026-11-23T12:00:00.000Z event');
      for (let at = 0; at + 12 <= secret.length; at += 1) expect(told).not.toContain(secret.slice(at, at + 12));
    }
  });

  it('hold no run of 16 characters of any token or key', () => {
    const secret = fc
      .tuple(
        fc.uint8Array({ minLength: 24, maxLength: 400 }),
        fc.constantFrom('base64' as const, 'base64url' as const, 'hex' as const),
      )
      .map(([bytes, how]) => Buffer.from(bytes).toString(how));
    fc.assert(
      fc.property(secret, fc.constantFrom('', 'code=', 'Bearer ', '{"refresh_token":"'), (token, before) => {
        const told = withoutSecrets(`event ${before}${token}`, HOME);
        for (let at = 0; at + 16 <= token.length; at += 1) expect(told).not.toContain(token.slice(at, at + 16));
      }),
    );
  });

  it('count connections, and name none', () => {
    const views = (['fine', 'soon', 'fine'] as const).map((status, at) =>
      viewOf(aConnection({ id: `${at}`, name: 'Contoso DE' }), status, null, NOW),
    );
    expect(countedBy(views, ({ status }) => status)).toBe('2 fine, 1 soon');
    expect(countedBy(views, () => undefined)).toBe('none');
  });
});
