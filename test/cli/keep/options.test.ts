import { describe, expect, it } from 'vitest';
import { readListenAddress } from '../../../src/cli/keep/listen-address';
import { type KeepOptions, planOf } from '../../../src/cli/keep/plan';
import { secretStoreOf } from '../../../src/cli/secret-store';

const USUAL: KeepOptions = { log: 'json', webhookFormat: 'json' };
const plan = (options: Partial<KeepOptions>, environment: NodeJS.ProcessEnv = {}) =>
  planOf({ ...USUAL, ...options }, environment);

describe('where health checks are served', () => {
  it.each([
    ['127.0.0.1:9469', '127.0.0.1', 9469],
    ['127.8.0.1:0', '127.8.0.1', 0],
    ['localhost:65535', '127.0.0.1', 65_535],
    ['[::1]:80', '::1', 80],
  ])('may be %s', (text, address, port) => {
    expect(readListenAddress(text)).toEqual({ address, port });
  });

  it.each(['0.0.0.0:80', '[::]:80', '10.0.0.1:80', 'example.com:80', '[::ffff:127.0.0.1]:80', '127.0.0.1.evil.com:80'])(
    'may not be %s, which others can reach',
    (text) => {
      expect(() => readListenAddress(text)).toThrow(/can be reached from other computers\. Use 127\.0\.0\.1/);
    },
  );

  it.each([
    '',
    '80',
    ':80',
    '127.0.0.1',
    '127.0.0.1:',
    '127.0.0.1:65536',
    '127.0.0.1:-1',
    '::1:80',
    'http://127.0.0.1:80',
  ])('may not be "%s", which is no address with a port', (text) => {
    expect(() => readListenAddress(text)).toThrow(/isn't an address with a port\. Use --listen 127\.0\.0\.1:9469\.$/);
  });
});

describe('what keep is asked to do', () => {
  it('is to go on unless it is told to end, and to look two weeks ahead then', () => {
    expect(plan({}).once).toBeNull();
    expect(plan({ once: true }).once).toEqual({ failWithin: 14 * 86_400_000 });
    expect(plan({ once: true, failWithin: '2h' }).once).toEqual({ failWithin: 7_200_000 });
  });

  it.each<[Partial<KeepOptions>, RegExp]>([
    [{ failWithin: '1d' }, /^--fail-within is for --once/],
    [{ once: true, failWithin: 'soon' }, /^--fail-within soon isn't a length of time/],
    [{ once: true, listen: '127.0.0.1:1' }, /^--listen is for a keeper that goes on/],
    [{ webhook: 'example.com/hook' }, /^The webhook's address isn't one/],
    [{ webhook: 'ftp://example.com/hook' }, /^The webhook's address isn't one/],
    [{ webhook: 'http://example.com/hook' }, /must begin with https:\/\//],
    [{ webhook: 'http://localhost.example.com/hook' }, /must begin with https:\/\//],
    [{ webhook: 'https://ada:secret@example.com/hook' }, /has a password in it/],
    [{ webhookSecretFile: 'key' }, /^--webhook-secret-file is for --webhook/],
  ])('is refused where it makes no sense: %j', (options, words) => {
    expect(() => plan(options)).toThrow(expect.objectContaining({ code: 2, message: expect.stringMatching(words) }));
  });

  it('has the webhook from the environment where an argument would show it', () => {
    const environment = {
      PARTNER_TOKEN_TRAY_WEBHOOK: 'https://hooks.example.com/T0/secret',
      PARTNER_TOKEN_TRAY_WEBHOOK_SECRET: 'a secret of the environment',
    };
    expect(plan({}, environment).webhook).toMatchObject({ address: 'https://hooks.example.com/T0/secret' });
    expect(plan({ webhook: 'http://127.0.0.1:1/' }, environment).webhook?.address).toBe('http://127.0.0.1:1/');
  });
});

describe('the secret store', () => {
  it('is the keychain unless a person chooses the other, with its key', () => {
    expect(secretStoreOf({}, {})).toEqual({ kind: 'keychain' });
    expect(secretStoreOf({}, { PARTNER_TOKEN_TRAY_KEY_FILE: 'key' })).toEqual({ kind: 'keychain' });
    expect(secretStoreOf({ secretStore: 'file', keyFile: 'key' }, {})).toEqual({ kind: 'file', keyFile: 'key' });
    const environment = { PARTNER_TOKEN_TRAY_SECRET_STORE: 'file', PARTNER_TOKEN_TRAY_KEY_FILE: 'key' };
    expect(secretStoreOf({}, environment)).toEqual({ kind: 'file', keyFile: 'key' });
    expect(secretStoreOf({ secretStore: 'keychain' }, environment)).toEqual({ kind: 'keychain' });
  });

  it('is refused where only half of it is chosen', () => {
    expect(() => secretStoreOf({ secretStore: 'file' }, {})).toThrow(/needs --key-file FILE/);
    expect(() => secretStoreOf({ keyFile: 'key' }, {})).toThrow(/--key-file is for --secret-store file/);
    expect(() => secretStoreOf({}, { PARTNER_TOKEN_TRAY_SECRET_STORE: 'vault' })).toThrow(/has to be keychain or file/);
  });
});
