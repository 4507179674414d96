import { describe, expect, it } from 'vitest';
import {
  isRedirect,
  judgePage,
  mayFetch,
  type SignInRules,
  signInTitle,
} from '../../../src/main/sign-in/sign-in-rules';

const real: SignInRules = { redirectUri: 'http://localhost:8400/', practiceOrigin: null };
const practice: SignInRules = { ...real, practiceOrigin: 'http://127.0.0.1:40123' };

describe('the way back', () => {
  const registered = 'http://localhost:8400/back';

  it('is the exact redirect URI, with an answer behind it', () => {
    expect(isRedirect(new URL('http://localhost:8400/back?code=1&state=2'), registered)).toBe(true);
    expect(isRedirect(new URL('http://LOCALHOST:8400/back'), registered)).toBe(true);
  });

  it.each([
    ['another scheme', 'https://localhost:8400/back?code=1'],
    ['another host', 'http://localhost.evil.example:8400/back?code=1'],
    ['a name for the same host', 'http://127.0.0.1:8400/back?code=1'],
    ['another port', 'http://localhost:8401/back?code=1'],
    ['no port', 'http://localhost/back?code=1'],
    ['a longer path', 'http://localhost:8400/back/more?code=1'],
    ['a path that differs in case', 'http://localhost:8400/Back?code=1'],
    ['a path that climbs elsewhere', 'http://localhost:8400/back/../other?code=1'],
    ['a user name', 'http://user@localhost:8400/back?code=1'],
  ])('is not %s', (_, address) => {
    expect(isRedirect(new URL(address), registered)).toBe(false);
  });

  it('is the same with and without the slash of an empty path', () => {
    expect(isRedirect(new URL('http://localhost:8400?code=1'), 'http://localhost:8400')).toBe(true);
  });

  it('needs each parameter that was registered', () => {
    const withParameter = 'https://app.example/back?market=de';
    expect(isRedirect(new URL('https://app.example/back?market=de&code=1'), withParameter)).toBe(true);
    expect(isRedirect(new URL('https://app.example/back?market=fr&code=1'), withParameter)).toBe(false);
  });
});

describe('a page of a sign-in', () => {
  it('may be any https page, because a federated provider can be anywhere', () => {
    expect(judgePage('https://login.microsoftonline.com/common', real)).toEqual({ kind: 'allow' });
    expect(judgePage('https://adfs.contoso.example/adfs/ls', real)).toEqual({ kind: 'allow' });
  });

  it('is never plain http', () => {
    expect(judgePage('http://adfs.contoso.example/adfs', real)).toEqual({
      kind: 'block',
      what: "adfs.contoso.example, which isn't secure (no HTTPS)",
    });
  });

  it('may be the practice cloud only for a connection that lives there', () => {
    expect(judgePage('http://127.0.0.1:40123/authorize', practice).kind).toBe('allow');
    expect(judgePage('http://127.0.0.1:40124/authorize', practice).kind).toBe('block');
    expect(judgePage('http://127.0.0.1:40123/authorize', real).kind).toBe('block');
  });

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-settings:network',
    'data:text/html,hello',
    'not an address',
  ])('is never %s', (address) => {
    expect(judgePage(address, real).kind).toBe('block');
  });

  it('ends at the redirect URI, which is never loaded', () => {
    expect(judgePage('http://localhost:8400/?code=1&state=2', real)).toEqual({ kind: 'redirect' });
    expect(mayFetch('http://localhost:8400/?code=1&state=2', real)).toBe(false);
  });
});

describe('what a page fetches', () => {
  it('comes over a safe way or from within the page', () => {
    for (const address of [
      'https://aadcdn.msauth.net/a.js',
      'wss://push.example/',
      'data:image/png;base64,',
      'blob:https://a/1',
    ])
      expect(mayFetch(address, real)).toBe(true);
    for (const address of ['http://cdn.example/a.js', 'file:///a.js', 'ws://push.example/', 'ftp://a/'])
      expect(mayFetch(address, real)).toBe(false);
  });
});

describe('the title', () => {
  it('begins with the host, whatever the page or the connection is called', () => {
    expect(signInTitle('https://login.microsoftonline.com/x', 'Contoso DE')).toBe(
      'login.microsoftonline.com — Sign in: Contoso DE',
    );
    expect(signInTitle('https://evil.example/?login.microsoftonline.com', 'A — b')).toBe(
      'evil.example — Sign in: A — b',
    );
  });

  it('shows a look-alike host for what it is', () => {
    expect(signInTitle('https://login.miсrosoftonline.com/', 'A')).toMatch(/^login\.xn--/);
  });

  it('has no host before there is one', () => {
    expect(signInTitle('', 'Contoso DE')).toBe('Connecting… — Sign in: Contoso DE');
    expect(signInTitle('about:blank', 'Contoso DE')).toBe('Connecting… — Sign in: Contoso DE');
  });
});
