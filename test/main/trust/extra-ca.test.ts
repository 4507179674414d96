import { describe, expect, it } from 'vitest';
import type { CustomCloud } from '../../../src/core/model/clouds';
import { isTrustedByExtraCa } from '../../../src/main/trust/extra-ca';
import { issue } from '../../support/x509';

const NOW = Date.UTC(2026, 10, 23);
const HOST = 'login.lab.example';
const root = issue({ name: 'Lab root', isAuthority: true });
const middle = issue({ name: 'Lab issuing', issuer: root, isAuthority: true });
const server = issue({ name: HOST, issuer: middle, hosts: [HOST, '127.0.0.1'] });
const stranger = issue({ name: 'Lab root', isAuthority: true });

const LAB: CustomCloud = {
  authority: `https://${HOST}:8443`,
  partnerCenter: 'https://127.0.0.1:9000',
  scope: 'https://api.lab.example/user_impersonation',
  extraCa: root.cert,
};

const trusts = (chain: readonly string[], cloud: Partial<CustomCloud> = {}, host = HOST, now = NOW) =>
  isTrustedByExtraCa({ host, chain }, [{ ...LAB, ...cloud }], now);

describe('a server of a custom cloud', () => {
  it('is trusted when its chain leads to the named authority', () => {
    expect(trusts([server.cert, middle.cert])).toBe(true);
    expect(trusts([server.cert, middle.cert, root.cert])).toBe(true);
    expect(trusts([server.cert, middle.cert], {}, '127.0.0.1')).toBe(true);
    expect(trusts([server.cert], { extraCa: `${stranger.cert}${middle.cert}` })).toBe(true);
  });

  it('is trusted when it is the very certificate that was named', () => {
    const alone = issue({ name: HOST, hosts: [HOST] });
    expect(trusts([alone.cert], { extraCa: alone.cert })).toBe(true);
  });

  it('is not trusted when a link is missing, or is of another by the same name', () => {
    expect(trusts([server.cert])).toBe(false);
    expect(trusts([server.cert, root.cert])).toBe(false);
    expect(trusts([server.cert, middle.cert], { extraCa: stranger.cert })).toBe(false);
    expect(trusts([server.cert, middle.cert, stranger.cert], { extraCa: null })).toBe(false);
  });

  it('is not trusted by what is no authority', () => {
    const clerk = issue({ name: 'Clerk', issuer: root });
    const forged = issue({ name: HOST, issuer: clerk, hosts: [HOST] });
    expect(trusts([forged.cert, clerk.cert])).toBe(false);
    expect(trusts([forged.cert], { extraCa: clerk.cert })).toBe(false);
  });

  it('is not trusted for another host, nor is a host of no custom cloud', () => {
    const other = issue({ name: HOST, issuer: root, hosts: ['other.lab.example'] });
    expect(trusts([other.cert])).toBe(false);
    const microsoft = issue({ name: 'Entra', issuer: root, hosts: ['login.microsoftonline.com'] });
    expect(trusts([microsoft.cert], {}, 'login.microsoftonline.com')).toBe(false);
    // The subject's name is not looked at: only the names it vouches for (RFC 6125).
    expect(trusts([issue({ name: HOST, issuer: root }).cert])).toBe(false);
  });

  it('is not trusted outside of the time of any certificate', () => {
    const notAfter = new Date(NOW - 1000);
    const late = issue({ name: HOST, issuer: root, hosts: [HOST], notAfter });
    expect(trusts([late.cert])).toBe(false);
    const early = issue({ name: HOST, issuer: root, hosts: [HOST], notBefore: new Date(NOW + 60_000) });
    expect(trusts([early.cert])).toBe(false);
    const old = issue({ name: 'Old root', isAuthority: true, notAfter });
    const ofOld = issue({ name: HOST, issuer: old, hosts: [HOST] });
    expect(trusts([ofOld.cert], { extraCa: old.cert })).toBe(false);
  });

  it('is not trusted when nothing, or nonsense, is shown or named', () => {
    expect(trusts([])).toBe(false);
    expect(trusts(['nonsense'])).toBe(false);
    expect(trusts([server.cert, middle.cert], { extraCa: 'nonsense' })).toBe(false);
    expect(trusts([server.cert, middle.cert], { authority: 'nonsense', partnerCenter: '' })).toBe(false);
  });
});
