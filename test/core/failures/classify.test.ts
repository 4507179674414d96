import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { isKnown, kindOf } from '../../../src/core/failures/catalogue';
import {
  classify,
  invalid,
  namedByPage,
  otherAccount,
  own,
  parseRetryAfter,
  unknown,
} from '../../../src/core/failures/classify';
import { failureSchema, type RawFailure } from '../../../src/core/model/failure';
import { DAY, MINUTE, SECOND } from '../../../src/core/model/time';
import { rawReply } from '../../support/raw-reply';

const NOW = Date.UTC(2026, 0, 1);

const entra = (code: number, error = 'invalid_grant', status = 400): RawFailure =>
  rawReply(status, { error, error_description: `AADSTS${code}: text`, error_codes: [code] });

test('an error of Entra ID keeps its code and its sentence, and is stamped', () => {
  expect(classify(entra(50173), NOW)).toEqual({ code: 'AADSTS50173', at: NOW, sentence: 'AADSTS50173: text' });
});

test('a failure has no words of ours in it', () => {
  for (const raw of [entra(50173), entra(999999), { kind: 'network', code: 'ENOTFOUND' } as const])
    for (const word of ['kind', 'what', 'advice', 'remedy']) expect(classify(raw, NOW)).not.toHaveProperty(word);
});

test.each([53000, 53003, 530003])('AADSTS%i read off a page has the same code as in a reply', (code) => {
  expect(classify(namedByPage(code), NOW)).toEqual({ code: `AADSTS${code}`, at: NOW });
  expect(classify(entra(code), NOW).code).toBe(`AADSTS${code}`);
});

describe('a code that is not known', () => {
  test('keeps its number and sentence', () => {
    expect(classify(entra(999999, 'new_error'), NOW)).toMatchObject({
      code: 'AADSTS999999',
      sentence: 'AADSTS999999: text',
    });
  });

  test.each([
    [503, 'reply/server-error'],
    [429, 'reply/throttled'],
  ])('with HTTP %i is the server’s trouble, and its sentence is kept for support', (status, code) => {
    expect(classify(entra(999999, 'invalid_grant', status), NOW)).toMatchObject({
      code,
      sentence: 'AADSTS999999: text',
    });
    expect(kindOf(code)).toBe('transient');
  });
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
  ['ERR_PROXY_CERTIFICATE_INVALID', 'network/proxy'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'network/certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'network/certificate'],
  ['ERR_CERT_AUTHORITY_INVALID', 'network/certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'network/certificate-name'],
  ['ERR_CERT_COMMON_NAME_INVALID', 'network/certificate-name'],
  ['ERR_CERT_REVOKED', 'network/certificate'],
  ['ERR_CERT_DATE_INVALID', 'network/certificate-date'],
  ['CERT_NOT_YET_VALID', 'network/certificate-date'],
  ['CERT_HAS_EXPIRED', 'network/certificate-date'],
  ['ERR_SSL_PROTOCOL_ERROR', 'network/tls'],
  ['ERR_SSL_VERSION_OR_CIPHER_MISMATCH', 'network/tls'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'network/tls'],
  ['EPROTO', 'network/tls'],
  // A certificate that the server wants of this computer calls for no other authority.
  ['ERR_SSL_CLIENT_AUTH_CERT_NEEDED', 'network/tls'],
  ['ERR_BAD_SSL_CLIENT_AUTH_CERT', 'network/tls'],
  ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'network/tls'],
  ['ERR_SOCKS_CONNECTION_FAILED', 'network/proxy'],
  ['ERR_PAC_SCRIPT_FAILED', 'network/proxy'],
  ['ERR_DNS_TIMED_OUT', 'network/name'],
  ['ERR_NETWORK_CHANGED', 'network/interrupted'],
  ['ERR_HTTP2_PROTOCOL_ERROR', 'network/interrupted'],
  ['REDIRECTED', 'reply/not-entra'],
  ['ERR_INTERNET_DISCONNECTED', 'network/unreachable'],
])('%s is %s, and passes', (code, expected) => {
  expect(classify({ kind: 'network', code }, NOW)).toEqual({ code: expected, at: NOW });
  expect(kindOf(expected)).toBe('transient');
});

test.each([
  [200, 'reply/not-entra'],
  [302, 'reply/not-entra'],
  [404, 'reply/not-entra'],
  [407, 'network/proxy'],
  [429, 'reply/throttled'],
  [500, 'reply/server-error'],
  [503, 'reply/server-error'],
])('HTTP %i with nothing of Entra ID’s in it is %s', (status, code) => {
  expect(classify(rawReply(status, null), NOW)).toEqual({ code, at: NOW });
  expect(classify(rawReply(status, { error: 'welcome' }), NOW)).toEqual({ code, at: NOW });
});

test('who signed in instead is kept in what may be shown', () => {
  expect(classify(otherAccount('eve\u202E@contoso.com'), NOW)).toEqual({
    code: 'account/other',
    at: NOW,
    detail: { kind: 'account', username: 'eve@contoso.com' },
  });
  expect(classify(otherAccount(''), NOW)).toEqual({ code: 'account/other', at: NOW });
});

test('every raw failure has a code, and one that can be written to the file and read again', () => {
  const text = fc.uint16Array({ maxLength: 600 }).map((units) => String.fromCharCode(...units));
  const fields = fc.record(
    {
      error: fc.oneof(text, fc.constantFrom('invalid_grant', 'invalid_client', 'server_error')),
      error_description: fc.oneof(
        text,
        fc
          .tuple(fc.integer({ min: 1000, max: 999_999_999 }), text)
          .map(([code, words]) => `AADSTS${code}: ${words} Trace ID: 0000aaaa-11bb-cccc-dd22-eeeeee333333`),
        fc.constantFrom(
          'AADSTS700082: issued on 2026-05-01T10:00:00.0Z and was inactive for 90.00:00:00.',
          'AADSTS70043: the maximum allowed lifetime for this request is 3600.',
        ),
      ),
      error_codes: fc.array(fc.oneof(fc.integer(), text)),
      trace_id: text,
    },
    { requiredKeys: [] },
  );
  const replies = fc
    .tuple(fc.integer({ min: 100, max: 599 }), fc.option(fields), text)
    .map(([status, json, retryAfter]) => rawReply(status, json, { retryAfter }));
  const others: fc.Arbitrary<RawFailure> = fc.oneof(
    text.map((code) => ({ kind: 'network' as const, code })),
    text.map(otherAccount),
    fc.constantFrom(own('token/gone'), own('keychain/no-session'), own('internal/fault')),
  );
  fc.assert(
    fc.property(fc.oneof(replies, others), (raw) => {
      const failure = classify(raw, NOW);
      expect(v.parse(failureSchema, JSON.parse(JSON.stringify(failure)))).toEqual(failure);
      expect(isKnown(failure.code) || /^AADSTS\d+$/.test(failure.code)).toBe(true);
    }),
  );
});

test('what cannot be done says which value is wrong, and what is gone that it is', () => {
  expect(invalid('The name is taken.', NOW).failure).toEqual({
    code: 'request/invalid',
    at: NOW,
    detail: { kind: 'value', problem: 'The name is taken.' },
  });
  expect(unknown().failure.code).toBe('request/unknown');
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
