import { sign, verify } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { extraCaProblem } from '../../../src/core/validation/cloud-validation';
import { isTrustedByExtraCa } from '../../../src/main/trust/extra-ca';
import { readCertificate, readCertificates } from '../../../src/platform/certificate/certificate';
import { derOf, explicit, integer, octets, oid, pem, sequence } from '../../support/der';
import { issue } from '../../support/x509';
import { atLeastOne, hostileText, mutatedBytes, mutatedDer } from '../mutate';
import { check, SECRETS, type Target } from '../target';

const FILES = join(import.meta.dirname, '../../platform/certificate/files');
const PASSPHRASES = ['', 'open-sesame', SECRETS.passphrase] as const;
const files = readdirSync(FILES)
  .filter((name) => !name.endsWith('.md'))
  .map((name) => readFileSync(join(FILES, name)));
const isDer = (file: Buffer) => file[0] === 0x30;

/** Unprotected, so that what is changed in them is not hidden behind a MAC: keys in all forms, and a PFX. */
const application = issue({ name: 'Application', key: 'rsa' });
const keyAs = (type: 'pkcs8' | 'pkcs1') => application.privateKey.export({ type, format: 'der' });
const contentInfo = (content: Buffer) => sequence(oid('1.2.840.113549.1.7.1'), explicit(0, octets(content)));
const bag = (kind: string, content: Buffer) => sequence(oid(`1.2.840.113549.1.12.10.1.${kind}`), explicit(0, content));
const x509 = sequence(oid('1.2.840.113549.1.9.22.1'), explicit(0, octets(derOf(application.cert))));
const safe = contentInfo(sequence(contentInfo(sequence(bag('1', keyAs('pkcs8')), bag('3', x509)))));
const open = [sequence(integer(3), safe), keyAs('pkcs8'), keyAs('pkcs1'), derOf(application.cert)] as const;
const pair = Buffer.from(application.cert + application.key);

const oneFile = fc.oneof(
  mutatedBytes(atLeastOne([...files, ...open, pair])),
  mutatedDer(atLeastOne([...files.filter(isDer), ...open])),
  mutatedDer(open),
  mutatedDer([keyAs('pkcs8')], 1).map((key) => Buffer.from(application.cert + pem('PRIVATE KEY', key))),
  hostileText.map((text) => Buffer.from(text)),
);

interface Chosen {
  readonly files: readonly Uint8Array[];
  readonly passphrase: string;
}

/** What a person chooses as the application's certificate: PFX, PEM, DER, keys. */
const chosenFiles: Target<Chosen> = {
  name: 'certificate-files',
  input: fc.record({
    files: fc.array(oneFile, { minLength: 1, maxLength: 3 }),
    passphrase: fc.constantFrom(...PASSPHRASES),
  }),
  async feed({ files, passphrase }) {
    const reading = await readCertificate(files, passphrase, Date.UTC(2030, 5));
    const [first] = files;
    const authority = first ? await readCertificates(first) : '';
    check(authority === '' || authority.startsWith('-----BEGIN CERTIFICATE-----'), 'no PEM');
    if (!reading.ok) {
      check(/^[A-Z][^\n]+\.$/.test(reading.message), 'a refusal that is no sentence');
      return [reading, authority];
    }
    const { thumbprint, thumbprintSha1, notAfter, subject, certificate, privateKey } = reading.value;
    const signature = sign('sha256', Buffer.from('x'), privateKey);
    check(verify('sha256', Buffer.from('x'), certificate, signature), 'a key that does not sign for its certificate');
    check(/^[0-9a-f]{64}$/.test(thumbprint) && /^[0-9a-f]{40}$/.test(thumbprintSha1), 'thumbprints that are none');
    check(Number.isFinite(notAfter), 'a certificate without an end');
    return [subject, thumbprint, authority];
  },
};

const HOST = 'login.lab.example';
const root = issue({ name: 'Lab root', isAuthority: true, pathLength: 2 });
const middle = issue({ name: 'Lab issuing', issuer: root, isAuthority: true });
const server = issue({ name: HOST, issuer: middle, hosts: [HOST] });
const ders = atLeastOne([server, middle, root].map(({ cert }) => derOf(cert)));
const oneCertificate = fc.oneof(
  fc.constantFrom(server.cert, middle.cert, root.cert),
  mutatedDer(ders).map((der) => pem('CERTIFICATE', der)),
  mutatedBytes(ders).map((der) => pem('CERTIFICATE', der)),
  hostileText,
);

/** What a server of a custom cloud shows, and the authority that was named for it. */
const extraCa: Target<{ readonly chain: readonly string[]; readonly named: string; readonly host: string }> = {
  name: 'extra-ca',
  input: fc.record({
    chain: fc.array(oneCertificate, { maxLength: 4 }),
    named: fc.oneof(fc.constant(root.cert), oneCertificate),
    host: fc.oneof(fc.constant(HOST), hostileText),
  }),
  feed({ chain, named, host }) {
    const now = Date.UTC(2026, 10);
    const cloud = { authority: `https://${HOST}`, partnerCenter: host, scope: 'https://a/b', extraCa: named };
    const isTrusted = isTrustedByExtraCa({ host: HOST, chain }, cloud, now);
    // Nobody here has the keys, so nothing that was changed can have a signature that holds.
    const isAsIssued = chain[0] !== undefined && derOf(chain[0]).includes(derOf(server.cert));
    check(
      !isTrusted ||
        isAsIssued ||
        named.includes(
          derOf(chain[0] ?? '')
            .toString('base64')
            .slice(0, 60),
        ),
      'trusts a stranger',
    );
    return extraCaProblem(named);
  },
};

export const certificateTargets: readonly Target[] = [chosenFiles, extraCa];
