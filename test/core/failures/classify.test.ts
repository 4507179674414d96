import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classify, learnLifetime, parseRetryAfter } from '../../../src/core/failures/classify';
import { AADSTS_MEANINGS, OAUTH_MEANINGS, OTHER_MEANINGS } from '../../../src/core/failures/meanings';
import type { FailureKind, RawFailure, Remedy } from '../../../src/core/model/failure';
import type { RegistrationPage } from '../../../src/core/model/registration-page';
import { learnSignInLimit } from '../../../src/core/model/sign-in-limit';
import { DAY, HOUR, MINUTE, SECOND } from '../../../src/core/model/time';

const NOW = Date.UTC(2026, 0, 1);

function reply(status: number, body: string, retryAfter: string | null = null): RawFailure {
  return { kind: 'reply', status, body, retryAfter, date: 'Thu, 01 Jan 2026 00:00:00 GMT' };
}

function entra(code: number, error = 'invalid_grant', status = 400): RawFailure {
  return reply(status, JSON.stringify({ error, error_description: `AADSTS${code}: text`, error_codes: [code] }));
}

/** Code, who can end it, the one button. */
const TABLE: Array<[number, FailureKind, Remedy]> = [
  [700082, 'person', 'sign-in'],
  [70008, 'person', 'sign-in'],
  [700084, 'setup', 'open-app-registration'],
  [50173, 'person', 'sign-in'],
  [70043, 'person', 'sign-in'],
  [70044, 'person', 'sign-in'],
  [50076, 'person', 'sign-in'],
  [50079, 'person', 'sign-in'],
  [50078, 'person', 'sign-in'],
  [50158, 'person', 'sign-in'],
  [53003, 'person', 'sign-in-in-browser'],
  [53000, 'person', 'sign-in-in-browser'],
  [530003, 'person', 'sign-in-in-browser'],
  [65001, 'person', 'sign-in-with-consent'],
  [7000215, 'setup', 'replace-secret'],
  [7000222, 'setup', 'replace-secret'],
  [700027, 'setup', 'replace-certificate'],
  [700016, 'setup', 'edit-connection'],
  [90002, 'setup', 'edit-connection'],
  [50034, 'setup', 'edit-connection'],
  [50057, 'person', 'sign-in'],
  [700007, 'person', 'edit-connection'],
  [70000, 'person', 'sign-in'],
  [50011, 'setup', 'copy-redirect-uri'],
  [9002327, 'setup', 'open-app-registration'],
  [9002313, 'person', 'sign-in'],
  [50105, 'setup', 'sign-in'],
  [7000112, 'setup', 'sign-in'],
  [700025, 'setup', 'replace-secret'],
  [7000218, 'setup', 'replace-secret'],
  [53001, 'person', 'sign-in-in-browser'],
  [53002, 'person', 'sign-in'],
  [50020, 'setup', 'edit-connection'],
  [90072, 'setup', 'edit-connection'],
  [50128, 'setup', 'edit-connection'],
  [50196, 'transient', 'wait'],
];

test.each(TABLE)('AADSTS%i is for: %s, and its button is: %s', (code, kind, remedy) => {
  const failure = classify(entra(code), NOW);
  expect(failure).toMatchObject({ kind, remedy, code: `AADSTS${code}`, at: NOW });
  expect(failure.what).toMatch(/\.$/);
  expect(failure.advice).toMatch(/\.$/);
});

test.each([53000, 53003, 530003])('AADSTS%i read off a page means the same as in a reply', (code) => {
  const { kind, what, advice, remedy } = classify(entra(code), NOW);
  const onPage = classify({ kind: 'page', code }, NOW);
  expect(onPage).toEqual({ kind, what, advice, remedy, code: `AADSTS${code}`, at: NOW });
});

const PAGES: Array<[number, RegistrationPage]> = [
  [7000215, 'credentials'],
  [7000222, 'credentials'],
  [700027, 'credentials'],
  [50011, 'authentication'],
  [700084, 'authentication'],
  [65001, 'api-permissions'],
  [90094, 'api-permissions'],
  [700016, 'overview'],
];

test.each(PAGES)('AADSTS%i can be seen in the app registration: %s', (code, page) => {
  expect(classify(entra(code), NOW).registrationPage).toBe(page);
});

test('what leads to the app registration says where in it', () => {
  const all = [AADSTS_MEANINGS, OAUTH_MEANINGS, OTHER_MEANINGS].flatMap((meanings) => Object.entries(meanings));
  for (const [code, { remedy, registrationPage }] of all)
    if (remedy === 'open-app-registration') expect(registrationPage, code).toBeDefined();
});

test('what only the sign-in can end leads nowhere in it', () => {
  expect(classify(entra(700082), NOW)).not.toHaveProperty('registrationPage');
});

test('an unknown code asks the person, and keeps its number', () => {
  expect(classify(entra(999999, 'new_error'), NOW)).toMatchObject({ kind: 'person', code: 'AADSTS999999' });
});

test("an unknown code with a 5xx is the server's trouble", () => {
  expect(classify(entra(999999, 'server_error', 503), NOW)).toMatchObject({ kind: 'transient' });
});

test.each([
  ['ENOTFOUND', 'network/name'],
  ['EAI_AGAIN', 'network/name'],
  ['ERR_NAME_NOT_RESOLVED', 'network/name'],
  ['ECONNREFUSED', 'network/refused'],
  ['ECONNRESET', 'network/interrupted'],
  ['UND_ERR_SOCKET', 'network/interrupted'],
  ['ERR_EMPTY_RESPONSE', 'network/interrupted'],
  ['ETIMEDOUT', 'network/timeout'],
  ['UND_ERR_CONNECT_TIMEOUT', 'network/timeout'],
  ['ERR_PROXY_CONNECTION_FAILED', 'network/proxy'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'network/certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'network/certificate'],
  ['ERR_CERT_AUTHORITY_INVALID', 'network/certificate'],
  ['ERR_INTERNET_DISCONNECTED', 'network/unreachable'],
])('%s is %s, and passes by itself', (code, expected) => {
  expect(classify({ kind: 'network', code }, NOW)).toMatchObject({ kind: 'transient', code: expected });
});

test.each([
  [200, '<html>Welcome to Hotel Wi-Fi</html>', 'reply/not-entra'],
  [200, '', 'reply/not-entra'],
  [404, '<html></html>', 'reply/not-entra'],
  [407, '<html></html>', 'network/proxy'],
  [429, '{}', 'reply/throttled'],
  [500, '', 'reply/server-error'],
  [503, '{}', 'reply/server-error'],
])('HTTP %i with %j is %s', (status, body, code) => {
  expect(classify(reply(status, body), NOW)).toMatchObject({ kind: 'transient', code });
});

test("every raw failure has a meaning, and the server's words never reach it", () => {
  const words = fc.string({ minLength: 12, maxLength: 200 });
  fc.assert(
    fc.property(words, words, fc.integer({ min: 100, max: 599 }), (error, description, status) => {
      const body = JSON.stringify({ error, error_description: description, trace_id: description });
      const failure = classify(reply(status, body, error), NOW);
      expect(failure.what.length).toBeGreaterThan(5);
      expect(JSON.stringify(failure)).not.toContain(JSON.stringify(description).slice(1, -1));
    }),
  );
});

test('every code there could ever be keeps its number, has a sentence for what and what to do, and learns no absurd window', () => {
  const codes = fc.oneof(fc.integer({ min: 1000, max: 999_999_999 }), fc.constantFrom(...TABLE.map(([code]) => code)));
  fc.assert(
    fc.property(codes, fc.string(), fc.constantFrom(200, 400, 401, 403), (code, text, status) => {
      const body = JSON.stringify({ error: 'invalid_grant', error_description: `AADSTS${code}: ${text}` });
      const failure = classify(reply(status, body), NOW);
      expect(failure.code).toBe(`AADSTS${code}`);
      expect(failure.what).toMatch(/\.$/);
      expect(failure.advice).toMatch(/\.$/);
      expect(failure.learnedLifetime ?? 1).toBeGreaterThan(0);
      expect(failure.learnedSignInLimit?.span ?? 1).toBeGreaterThan(0);
    }),
  );
});

describe('the IDs that support asks for', () => {
  const TRACE = '0000aaaa-11bb-cccc-dd22-eeeeee333333';
  const CORRELATION = 'aaaa0000-bb11-2222-33cc-444444dddddd';
  const described = (gap: string) =>
    `AADSTS65004: User declined to consent.${gap}Trace ID: ${TRACE}${gap}Correlation ID: ${CORRELATION}${gap}Timestamp: 2026-01-09 02:02:12Z`;

  test.each(['\r\n', ' '])('are read from the description of a redirect, apart by %j', (gap) => {
    const failure = classify({ kind: 'authorize', error: 'access_denied', description: described(gap) }, NOW);
    expect(failure).toMatchObject({ code: 'AADSTS65004', traceId: TRACE, correlationId: CORRELATION });
  });

  test('are read from the description of a reply that has no fields for them', () => {
    const body = JSON.stringify({ error: 'invalid_grant', error_description: described('\r\n') });
    expect(classify(reply(400, body), NOW)).toMatchObject({ traceId: TRACE, correlationId: CORRELATION });
  });

  test('are nothing else that stands in their place', () => {
    const description = 'AADSTS65004: no. Trace ID: <b>secret</b> Correlation ID: https://x.example/';
    const failure = classify({ kind: 'authorize', error: 'access_denied', description }, NOW);
    expect(failure).not.toHaveProperty('traceId');
    expect(failure).not.toHaveProperty('correlationId');
  });
});

test('the learned window is read from the text of the error', () => {
  expect(learnLifetime(700082, 'The token was issued on X and was inactive for 90.00:00:00.')).toBe(90 * DAY);
  expect(learnLifetime(700082, 'was inactive for 12:30:15.')).toBe(12 * HOUR + 30 * MINUTE + 15 * SECOND);
  expect(learnLifetime(700082, 'was inactive for a while')).toBeNull();
  expect(learnLifetime(50173, 'inactive for 1.00:00:00')).toBeNull();
  expect(learnLifetime(700084, '')).toBeNull();
});

test('what a sign-in is good for is read from the text of the error, apart from the window', () => {
  const hourly = { reason: 'sign-in-frequency', span: HOUR };
  expect(learnSignInLimit(70043, 'The maximum allowed lifetime for this request is 3600 (seconds)')).toEqual(hourly);
  expect(learnSignInLimit(70044, 'the maximum allowed lifetime for this request is 3600.')).toEqual(hourly);
  expect(learnSignInLimit(70043, 'the maximum allowed lifetime for this request is 0.')).toBeNull();
  expect(learnSignInLimit(70043, 'It is too old.')).toBeNull();
  expect(learnSignInLimit(700084, '')).toEqual({ reason: 'single-page', span: DAY });
  expect(learnSignInLimit(700082, 'the maximum allowed lifetime for this request is 3600.')).toBeNull();
});

test('Retry-After is seconds or a date, bounded, and a wrong clock does not matter', () => {
  expect(parseRetryAfter('120', null, NOW)).toBe(2 * MINUTE);
  const date = 'Sun, 07 Jun 2020 10:00:00 GMT';
  expect(parseRetryAfter('Sun, 07 Jun 2020 10:05:00 GMT', date, NOW)).toBe(5 * MINUTE);
  expect(parseRetryAfter('999999999', null, NOW)).toBe(DAY);
  expect(parseRetryAfter('soon', null, NOW)).toBeNull();
  expect(parseRetryAfter('-5', null, NOW)).not.toBe(-5 * SECOND);
  expect(parseRetryAfter(null, null, NOW)).toBeNull();
});
