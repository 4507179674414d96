import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { isKnown, rowOf } from '../../../src/core/failures/catalogue';
import { readEntraError } from '../../../src/core/failures/entra-error';
import { LONGEST_SENTENCE } from '../../../src/core/model/failure';

const TRACE = '0000aaaa-11bb-cccc-dd22-eeeeee333333';
const CORRELATION = 'aaaa0000-bb11-2222-33cc-444444dddddd';

function read(fields: Readonly<Record<string, unknown>>, secrets: readonly string[] = []) {
  return readEntraError(fields, (text) =>
    secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '[secret]'), text),
  );
}

/** Of any code units, half of a pair included. */
const ANY_TEXT = fc.uint16Array({ maxLength: 900 }).map((units) => String.fromCharCode(...units));

const codeOf = (error_description: string, error_codes?: unknown, error = 'invalid_grant') =>
  read({ error, error_description, error_codes })?.code;

describe('the code of an error', () => {
  it.each([
    [
      '70002 is not known, 70008 is',
      'AADSTS70002: Error validating credentials. AADSTS70008: expired.',
      [70002, 70008],
    ],
    ['the same in the other order', 'AADSTS70008: expired. AADSTS70002: Error validating credentials.', [70008, 70002]],
    ['named beside the sentence only', 'AADSTS70002: Error validating credentials.', [70002, 70008]],
  ])('is the one that the app knows, whichever comes first: %s', (_case, sentence, codes) => {
    expect(codeOf(sentence, codes)).toBe('AADSTS70008');
  });

  it.each([
    ['AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret is provided.', 'AADSTS7000215'],
    ['AADSTS50012: Client assertion contains an invalid signature.', 'AADSTS700027'],
    ['AADSTS700023: Client assertion audience claim does not match Realm issuer.', 'AADSTS700027'],
    ["AADSTS700023: The provided value for the input parameter 'scope' isn't valid.", 'AADSTS700023'],
    ['AADSTS70002: Error validating credentials.', 'oauth/invalid_client'],
    ['AADSTS70002: Error validating credentials. AADSTS999999: Something new.', 'AADSTS999999'],
  ])('that means several things is told apart by its sentence: %s', (sentence, code) => {
    const found = codeOf(sentence, undefined, 'invalid_client') ?? '';
    expect(rowOf(found)).toEqual(rowOf(code));
  });

  it.each([
    [[70000, 700082], 'AADSTS700082'],
    [[700082, 70000], 'AADSTS700082'],
    [[50011, 7000222, 65001], 'AADSTS7000222'],
    [[53003, 530034], 'AADSTS530034'],
    [[50076, 50079], 'AADSTS50076'],
  ])('is the most precise of several: %j', (codes, expected) => {
    expect(codeOf('', codes)).toBe(expected);
  });

  it.each([
    [['700082'], 'AADSTS700082'],
    [['x', 7, null, {}, '700082'], 'AADSTS700082'],
    ['700082', 'oauth/invalid_grant'],
    [[], 'oauth/invalid_grant'],
    [undefined, 'oauth/invalid_grant'],
  ])('is read from %j beside a sentence without one', (codes, expected) => {
    expect(codeOf('The refresh token has expired due to inactivity.', codes)).toBe(expected);
  });

  it.each(['invalid_client', 'invalid_grant', 'invalid_request', 'access_denied', 'something_new'])(
    'that is not known is not explained by %s beside it, which is too coarse',
    (error) => {
      expect(codeOf('AADSTS999999: Something new.', [999999], error)).toBe('AADSTS999999');
    },
  );

  it.each(['temporarily_unavailable', 'server_error', 'slow_down'])(
    'that is not known passes by itself when the server says so by %s',
    (error) => {
      const found = read({ error, error_description: 'AADSTS999999: Try later.', error_codes: [999999] });
      expect(found).toMatchObject({ code: `oauth/${error}`, sentence: 'AADSTS999999: Try later.' });
    },
  );

  it.each([
    'AADSTS70000: The request was denied because one or more scopes requested are unauthorized or expired. The user must first sign in and grant the client application access to the requested scope.',
    'AADSTS70000: One or more Scopes Requested Are Unauthorized.',
  ])('70000 is about consent when its sentence is: %.60s', (sentence) => {
    expect(codeOf(sentence, [70000])).toBe('AADSTS70000/scopes');
  });

  it.each([
    'AADSTS70000: Provided grant is invalid or malformed.',
    "AADSTS70000: The provided value for the input parameter 'refresh_token' or 'assertion' is not valid.",
    '',
  ])('70000 is about the token otherwise: %.60s', (sentence) => {
    expect(codeOf(sentence, [70000])).toBe('AADSTS70000');
  });
});

test.each([
  [{}],
  [{ error: '' }],
  [{ error: 7 }],
  [{ error: { code: 'x' } }],
  [{ error: 'welcome', error_description: 'Please pay for this Wi-Fi.' }],
  [{ error_description: 'AADSTS50173: revoked' }],
])('%j is no error of Entra ID’s', (fields) => {
  expect(read(fields)).toBeNull();
});

describe('the sentence', () => {
  const described = (gap: string) =>
    `AADSTS65004: User declined to consent.${gap}Trace ID: ${TRACE}${gap}Correlation ID: ${CORRELATION}${gap}Timestamp: 2026-01-09 02:02:12Z`;

  it.each(['\r\n', ' '])('is kept without IDs and time, which are read from it, apart by %j', (gap) => {
    expect(read({ error: 'access_denied', error_description: described(gap) })).toEqual({
      code: 'AADSTS65004',
      sentence: 'AADSTS65004: User declined to consent.',
      traceId: TRACE,
      correlationId: CORRELATION,
    });
  });

  it('has no secret in it, and what is an ID is of its shape', () => {
    const error_description = `AADSTS50173: hunter2 was revoked. Trace ID: <b>hunter2</b> Correlation ID: https://x.example/`;
    expect(read({ error: 'invalid_grant', error_description, trace_id: 'hunter2' }, ['hunter2'])).toEqual({
      code: 'AADSTS50173',
      sentence: 'AADSTS50173: [secret] was revoked.',
    });
  });

  it('loses no code to a secret that is part of it', () => {
    const fields = { error: 'invalid_client', error_description: 'AADSTS7000215: wrong 7000.', error_codes: [7000215] };
    expect(read(fields, ['7000'])).toEqual({ code: 'AADSTS7000215', sentence: 'AADSTS[secret]215: wrong [secret].' });
    expect(read(fields, ['invalid_client', 'error'])?.code).toBe('AADSTS7000215');
  });

  it('has nothing in it that looks like a token, also when nobody knows it', () => {
    const error_description = `AADSTS999999: ${'eyJ0eXAi'.repeat(30)}.${'x'.repeat(200)} is bad.`;
    expect(read({ error: 'invalid_grant', error_description })?.sentence).toBe('AADSTS999999: [secret] is bad.');
  });

  it('is one line of printable text, and not longer than it may be, whatever the server sends', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        const sentence = read({ error: 'invalid_grant', error_description: text })?.sentence ?? '';
        expect(sentence.length).toBeLessThanOrEqual(LONGEST_SENTENCE);
        expect(sentence).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      }),
    );
  });

  it('never lets a secret out, whichever it is and wherever it stands', () => {
    const secrets = fc.string({ minLength: 1, maxLength: 40 }).filter((secret) => !'[secret]'.includes(secret));
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const fields = { error: 'invalid_grant', error_description: `${before}${secret}${after}`, trace_id: secret };
        const found = read(fields, [secret]);
        expect(`${found?.sentence}`.replaceAll('[secret]', '')).not.toContain(secret);
        expect(found?.traceId ?? '').not.toContain(secret);
      }),
    );
  });
});

test('every code there could ever be keeps its number, and teaches no absurd lifetime', () => {
  const codes = fc.integer({ min: 1000, max: 999_999_999 });
  fc.assert(
    fc.property(codes, fc.string(), (code, text) => {
      const found = read({ error: 'invalid_grant', error_description: `AADSTS${code}: ${text}` });
      if (/AADSTS\d/.test(text)) return;
      expect(found?.code.split('/')[0]).toBe(`AADSTS${code}`);
      expect(found?.learnedLifetime ?? 1).toBeGreaterThan(0);
      expect(found?.learnedSignInLimit?.span ?? 1).toBeGreaterThan(0);
      expect(isKnown(found?.code ?? '') || found?.detail === undefined).toBe(true);
    }),
  );
});
