import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Keeper } from '../../../src/core/keeper/keeper';
import type { Credential } from '../../../src/core/model/credential';
import type { Result } from '../../../src/core/model/failure';
import { credentialHandlers, credentialOf } from '../../../src/main/handlers/credentials';
import type { ChosenFile } from '../../../src/main/system/dialogs';
import { ChosenCertificates } from '../../../src/main/trust/chosen-certificates';
import type { CertificateWithKey } from '../../../src/platform/certificate/certificate';
import { derOf } from '../../support/der';
import { issue, p7b } from '../../support/x509';
import { aConnection, aFailure, HandTimers, NOW } from '../support';

const HELD: CertificateWithKey = {
  certificate: 'CERTIFICATE',
  privateKey: 'the private key',
  thumbprint: 'ab'.repeat(32),
  thumbprintSha1: 'cd'.repeat(20),
  subject: 'CN=contoso',
  notBefore: NOW,
  notAfter: NOW + 1000,
};

function handlersWith(
  chosen: readonly ChosenFile[] | Error,
  held: Result<Credential> = NOTHING,
  replaced: Result<null> = { ok: true, value: null },
) {
  const certificates = new ChosenCertificates(new HandTimers(), async () => ({ ok: true, value: HELD }));
  const files = {
    askForFiles: async () => {
      if (chosen instanceof Error) throw chosen;
      return chosen;
    },
  };
  const keeper: Pick<Keeper, 'find' | 'replaceCredential' | 'noteCredentialExpiry' | 'credentialOf'> = {
    find: () => aConnection(),
    credentialOf: async () => held,
    replaceCredential: async () => replaced,
    noteCredentialExpiry: async () => ({ ok: true, value: null }),
  };
  return { certificates, handlers: credentialHandlers({ keeper, certificates, files }) };
}

const NOTHING: Result<Credential> = { ok: true, value: { kind: 'none' } };

const fileOf = (content: string | Buffer): ChosenFile => ({ name: 'ca.pem', content: Buffer.from(content) });

describe('a draft of a credential', () => {
  const held = { find: (id: string) => (id === 'here' ? HELD : null) };

  it('of a secret is trimmed, and knows its end when somebody said it', () => {
    expect(credentialOf({ kind: 'secret', secret: ' a~secret ', expiresAt: NOW }, held)).toEqual({
      ok: true,
      value: { credential: { kind: 'secret', clientSecret: 'a~secret' }, facts: { expiresAt: NOW, thumbprint: null } },
    });
    expect(credentialOf({ kind: 'secret', secret: '', expiresAt: null }, held)).toMatchObject({ field: 'secret' });
  });

  it('of a certificate is what main holds under that name, with its end and thumbprint', () => {
    expect(credentialOf({ kind: 'certificate', certificateId: 'here' }, held)).toEqual({
      ok: true,
      value: {
        credential: { kind: 'certificate', certificate: 'CERTIFICATE', privateKey: 'the private key' },
        facts: { expiresAt: HELD.notAfter, thumbprint: HELD.thumbprint },
      },
    });
    expect(credentialOf({ kind: 'certificate', certificateId: 'gone' }, held)).toMatchObject({ field: 'certificate' });
  });

  it('of a public client is none', () => {
    expect(credentialOf({ kind: 'public' }, held)).toMatchObject({ value: { credential: { kind: 'none' } } });
  });
});

describe('a certificate that was put in place', () => {
  it('waits here no longer', async () => {
    const { handlers, certificates } = handlersWith([fileOf('any')]);
    const chosen = await handlers.chooseCertificate();
    const certificateId = chosen.ok && chosen.value.kind === 'chosen' ? chosen.value.id : '';
    expect(certificates.find(certificateId)).toEqual(HELD);
    const application = { kind: 'certificate', certificateId } as const;
    expect(await handlers.replaceCredential({ id: 'any', application })).toEqual({ ok: true, value: null });
    expect(certificates.find(certificateId)).toBeNull();
  });
});

describe('choosing a file', () => {
  it('may be left, which is no failure', async () => {
    const { handlers } = handlersWith([]);
    expect(await handlers.chooseCertificate()).toEqual({ ok: true, value: { kind: 'cancelled' } });
    expect(await handlers.chooseExtraCa()).toEqual({ ok: true, value: null });
  });

  it('that cannot be read says so without its path', async () => {
    const { handlers } = handlersWith(new Error("EACCES: permission denied, open '/home/ada/key.pfx'"));
    const reply = await handlers.chooseCertificate();
    expect(reply).toMatchObject({ ok: false, what: "Couldn't read the file." });
    expect(JSON.stringify(reply)).not.toContain('ada');
  });
});

describe('the certificate of an authority', () => {
  const authority = issue({ name: 'Lab CA', isAuthority: true });

  it('is taken from PEM with whatever stands around it, and from DER', async () => {
    const pem = await handlersWith([fileOf(`Lab\n${authority.cert}\n`)]).handlers.chooseExtraCa();
    const der = derOf(authority.cert);
    expect(pem).toMatchObject({ ok: true, value: { pem: expect.stringContaining('BEGIN CERTIFICATE') } });
    expect(await handlersWith([fileOf(der)]).handlers.chooseExtraCa()).toEqual(pem);
  });

  it.each([
    ['saved as Unicode', (pem: string) => Buffer.from(`\ufeff${pem}`, 'utf16le')],
    ['indented, as in YAML', (pem: string) => Buffer.from(pem.replace(/^(?=.)/gm, '    '))],
    ['in base64 alone', (pem: string) => Buffer.from(pem.replace(/-----[^-]+-----/g, ''))],
    ['in PKCS#7', (pem: string) => p7b(pem)],
  ])('is the same %s', async (_how, write) => {
    const { handlers } = handlersWith([fileOf(write(authority.cert))]);
    expect(await handlers.chooseExtraCa()).toEqual({ ok: true, value: { pem: authority.cert } });
  });

  it('never brings a private key along, and what is none is refused beside its field', async () => {
    const both = await handlersWith([fileOf(`${authority.key}${authority.cert}`)]).handlers.chooseExtraCa();
    expect(JSON.stringify(both)).not.toContain('PRIVATE KEY-----');
    for (const odd of [authority.key, 'hello', ''])
      expect(await handlersWith([fileOf(odd)]).handlers.chooseExtraCa()).toMatchObject({ ok: false, field: 'extraCa' });
  });
});

describe('a new secret that is not taken', () => {
  const offer = {
    id: 'any',
    application: { kind: 'secret', secret: 'new8Q~a.made.up.value', expiresAt: null },
  } as const;
  const replacedWith = (code: string) => handlersWith([], NOTHING, { ok: false, failure: aFailure({ code }) });

  it('is explained, with the fact beside it that nothing changed', async () => {
    expect(await replacedWith('AADSTS7000215').handlers.replaceCredential(offer)).toMatchObject({
      ok: false,
      what: 'The client secret is wrong.',
      note: 'Nothing changed: this connection still uses the one before.',
    });
  });

  it('because the network failed is not tried again by the app, so nobody is told that it is', async () => {
    const reply = await replacedWith('network/timeout').handlers.replaceCredential(offer);
    expect(reply).toMatchObject({ ok: false, advice: 'Try again later.' });
  });

  it('in the place of a certificate is spoken of as a secret', async () => {
    expect(await replacedWith('AADSTS7000218').handlers.replaceCredential(offer)).toMatchObject({
      remedy: 'replace-secret',
    });
  });
});

describe('the thumbprints of the held certificate', () => {
  it('are both made from it, since the portal shows the one that is not on record', async () => {
    const { cert } = issue({ name: 'contoso-automation', key: 'rsa' });
    const { fingerprint, fingerprint256 } = new X509Certificate(cert);
    const held = { kind: 'certificate', certificate: cert, privateKey: 'the private key' } as const;
    const { handlers } = handlersWith([], { ok: true, value: held });
    expect(await handlers.readThumbprints({ id: 'any' })).toEqual({
      ok: true,
      value: {
        sha1: fingerprint.replaceAll(':', '').toLowerCase(),
        sha256: fingerprint256.replaceAll(':', '').toLowerCase(),
      },
    });
  });

  it('are refused where there is no certificate, or the keychain cannot be read', async () => {
    expect(await handlersWith([]).handlers.readThumbprints({ id: 'any' })).toMatchObject({ ok: false });
    const failure = aFailure({ code: 'keychain/locked' });
    const { handlers } = handlersWith([], { ok: false, failure });
    expect(await handlers.readThumbprints({ id: 'any' })).toMatchObject({ ok: false, remedy: 'retry-keychain' });
  });
});
