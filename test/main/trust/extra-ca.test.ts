import { once } from 'node:events';
import { connect, createServer } from 'node:tls';
import { describe, expect, it } from 'vitest';
import type { CustomCloud } from '../../../src/core/model/clouds';
import { isTrustedByExtraCa } from '../../../src/main/trust/extra-ca';
import { explicit, octets, oid, sequence, TRUE, tlv } from '../../support/der';
import { type Issued, type IssueOptions, issue } from '../../support/x509';

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
  isTrustedByExtraCa({ host, chain }, { ...LAB, ...cloud }, now);

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
    const claimed = { partnerCenter: 'https://login.microsoftonline.com' };
    expect(trusts([microsoft.cert], claimed, 'login.microsoftonline.com')).toBe(false);
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

/** How a chain is made: each by the one before it, the first by itself, the last the server's. */
type Steps = readonly Partial<IssueOptions>[];

function chainOf(steps: Steps): { readonly ca: Issued; readonly chain: readonly Issued[] } {
  const issued: Issued[] = [];
  for (const [index, step] of steps.entries()) {
    const issuer = issued[index - 1];
    const own = index < steps.length - 1 ? { name: `Lab ${index}`, isAuthority: true } : { name: HOST, hosts: [HOST] };
    issued.push(issue({ ...own, ...(issuer ? { issuer } : {}), ...step }));
  }
  const [ca = root, ...below] = issued;
  return { ca, chain: below.toReversed() };
}

/** What OpenSSL says of the same chain when 112 bits of security are wanted. */
async function nodeTrusts(chain: readonly Issued[], ca: Issued): Promise<boolean> {
  const key = chain[0]?.key ?? '';
  const cert = chain.map((one) => one.cert).join('');
  try {
    const server = createServer({ key, cert }).listen(0, '127.0.0.1');
    server.on('tlsClientError', () => {});
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const options = { port, host: '127.0.0.1', servername: HOST, ca: ca.cert, ciphers: 'DEFAULT@SECLEVEL=2' };
    const socket = connect({ ...options, rejectUnauthorized: false });
    const isTrusted = await once(socket, 'secureConnect').then(
      () => socket.authorized,
      () => false,
    );
    socket.destroy();
    server.close();
    return isTrusted;
  } catch {
    // It does not even serve with it.
    return false;
  }
}

const dns = (name: string) => tlv(0x82, Buffer.from(name));
const address = (...bytes: readonly number[]) => tlv(0x87, Buffer.from(bytes));
const directory = tlv(0xa4, sequence());
const subtrees = (names: readonly Buffer[]) => names.map((name) => sequence(name));
const limits = (allowed: readonly Buffer[], excluded: readonly Buffer[] = []) => ({
  extensions: [
    sequence(
      oid('2.5.29.30'),
      TRUE,
      octets(
        sequence(
          ...(allowed.length > 0 ? [explicit(0, ...subtrees(allowed))] : []),
          ...(excluded.length > 0 ? [explicit(1, ...subtrees(excluded))] : []),
        ),
      ),
    ),
  ],
});
const usage = (purpose: string) => ({ extensions: [sequence(oid('2.5.29.37'), octets(sequence(oid(purpose))))] });
const extension = (number: string, ...critical: readonly Buffer[]) => ({
  extensions: [sequence(oid(number), ...critical, octets(sequence()))],
});

describe('a chain is judged as Chromium would', () => {
  it.each<readonly [string, boolean, Steps]>([
    ['with two authorities between', true, [{}, {}, {}, {}]],
    ['with as many authorities as allowed', true, [{ pathLength: 1 }, { pathLength: 0 }, {}]],
    ['with one authority more than the root allows', false, [{ pathLength: 0 }, {}, {}]],
    ['with one authority more than another allows', false, [{}, { pathLength: 0 }, {}, {}]],
    ['for a host that is allowed', true, [limits([dns('lab.example')]), {}]],
    [
      'for a host that is allowed, with addresses excluded',
      true,
      [limits([dns(HOST)], [address(0, 0, 0, 0, 0, 0, 0, 0)]), {}],
    ],
    ['for a host that is allowed by a name that begins with a dot', true, [limits([dns('.lab.example')]), {}]],
    ['for a host that is not allowed', false, [limits([dns('other.example')]), {}]],
    ['for a host that only ends alike', false, [limits([dns('ab.example')]), {}]],
    ['for a host that is excluded', false, [limits([], [dns('LAB.example')]), {}]],
    ['for a host that is excluded two authorities up', false, [{}, limits([], [dns('example')]), {}, {}]],
    ['signed with SHA-384', true, [{ key: 'rsa' }, { signature: 'sha384' }]],
    ['signed with RSA-PSS', true, [{ key: 'rsa' }, { signature: 'pss-sha256' }]],
    ['signed with SHA-1', false, [{ key: 'rsa' }, { signature: 'sha1' }]],
    ['signed with SHA-1 and an elliptic curve', false, [{}, { signature: 'sha1' }]],
    ['signed with MD5', false, [{ key: 'rsa' }, { signature: 'md5' }]],
    ['with an authority between that is signed with SHA-1', false, [{ key: 'rsa' }, { signature: 'sha1' }, {}]],
    ['from a root that signed itself with SHA-1, which nobody looks at', true, [{ key: 'rsa', signature: 'sha1' }, {}]],
    ['with a server key of 1,024 bits', false, [{}, { key: 'rsa-1024' }]],
    ['with an authority of 1,024 bits', false, [{}, { key: 'rsa-1024' }, {}]],
    ['from a root of 1,024 bits', false, [{ key: 'rsa-1024' }, {}]],
    ['for servers', true, [{}, usage('1.3.6.1.5.5.7.3.1')]],
    ['for signing code', false, [{}, usage('1.3.6.1.5.5.7.3.3')]],
    ['by an authority for signing code', false, [{}, usage('1.3.6.1.5.5.7.3.3'), {}]],
    ['with an extension that nobody knows', true, [{}, extension('1.2.3.4')]],
    ['with an extension that nobody knows and everybody has to', false, [{}, extension('1.2.3.4', TRUE)]],
  ])('%s: %s', async (_what, expected, steps) => {
    const { ca, chain } = chainOf(steps);
    expect(
      trusts(
        chain.map(({ cert }) => cert),
        { extraCa: ca.cert },
      ),
    ).toBe(expected);
    expect(await nodeTrusts(chain, ca)).toBe(expected);
  });

  it('and more strictly where an authority has limits that are hardly ever set', () => {
    const { ca, chain } = chainOf([limits([directory]), {}]);
    expect(
      trusts(
        chain.map(({ cert }) => cert),
        { extraCa: ca.cert },
      ),
    ).toBe(false);
    const byAddress = chainOf([limits([address(127, 0, 0, 0, 255, 0, 0, 0)]), { hosts: ['127.0.0.1'] }]);
    expect(
      trusts(
        byAddress.chain.map(({ cert }) => cert),
        { extraCa: byAddress.ca.cert },
        '127.0.0.1',
      ),
    ).toBe(false);
  });
});
