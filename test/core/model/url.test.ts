import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CustomCloud, endpointsOf } from '../../../src/core/model/clouds';
import { parseUrl } from '../../../src/core/model/url';
import { authorityProblem, partnerCenterProblem } from '../../../src/core/validation/cloud-validation';
import { readSecretIdentifier } from '../../../src/core/validation/key-vault';
import { redirectUriProblem } from '../../../src/core/validation/settings';
import { isLoopback } from '../../../src/core/validation/sign-in-methods';
import { judgePage, mayFetch, signInTitle } from '../../../src/main/sign-in/sign-in-rules';
import { isTrustedByExtraCa } from '../../../src/main/trust/extra-ca';

/** Hosts with two characters of Latin-1 that would be one in UTF-8, as they are read: in one piece. */
const LATIN_1 = Array.from({ length: 30 * 64 }, (_, index) => {
  const host = [0xc2 + Math.floor(index / 64), 0x80 + (index % 64)];
  return Buffer.from([...Buffer.from('https://'), ...host, ...Buffer.from('.example')]).toString('latin1');
});

const cloudAt = (address: string): CustomCloud => ({
  authority: address,
  partnerCenter: address,
  scope: '',
  extraCa: null,
});

const isUrl = (text: string) => {
  try {
    return new URL(text) instanceof URL;
  } catch {
    return false;
  }
};

/** Everybody who asks: whether what each says of an address is that it is a URL. */
const ASKING: Readonly<Record<string, (address: string) => boolean>> = {
  parseUrl: (address) => parseUrl(address) !== null,
  authorityProblem: (address) => authorityProblem(address) === null,
  partnerCenterProblem: (address) => partnerCenterProblem(address) === null,
  redirectUriProblem: (address) => redirectUriProblem(address) === null,
  isLoopback: (address) => isLoopback(address) || isUrl(address),
  readSecretIdentifier: (address) => readSecretIdentifier(address, 'global').ok || isUrl(address),
  judgePage: (address) => judgePage(address, { redirectUri: address, practiceOrigin: null }).kind === 'redirect',
  mayFetch: (address) => mayFetch(address, { redirectUri: 'https://localhost', practiceOrigin: null }),
  signInTitle: (address) => !signInTitle(address, 'Contoso').startsWith('Connecting'),
  endpointsOf: (address) => endpointsOf({ cloud: 'custom', customCloud: cloudAt(address) }).label !== 'Custom',
  isTrustedByExtraCa: (address) =>
    isTrustedByExtraCa({ host: 'a.example', chain: [] }, cloudAt(address), 0) || isUrl(address),
};

describe('a text that may be a URL', () => {
  it.each(Object.entries(ASKING))(
    'is one exactly when it can be made one, also once Node has compiled whoever asks: %s',
    (_name, asks) => {
      for (let count = 0; count < 50_000; count += 1) asks('https://example.com');
      expect(LATIN_1.filter((address) => asks(address) !== isUrl(address))).toEqual([]);
    },
  );

  it('is asked of nothing else in the app', () => {
    const src = join(import.meta.dirname, '../../../src');
    const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
    const asking = files.filter((name) => /canParse\(|\bv\.url\(/.test(readFileSync(join(src, name), 'utf8')));
    expect(asking).toEqual([]);
  });
});
