import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate for 127.0.0.1 that nobody vouches for, as an inspecting proxy's looks to a computer that was not told of it. */
export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ecdsaWithSha256 = sequence(bytes(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const commonName = sequence(bytes(0x06, Buffer.from('550403', 'hex')), bytes(0x0c, Buffer.from('127.0.0.1')));
  const name = sequence(bytes(0x31, commonName));
  const validity = sequence(bytes(0x17, Buffer.from('200101000000Z')), bytes(0x17, Buffer.from('490101000000Z')));
  const subjectKey = publicKey.export({ type: 'spki', format: 'der' });
  // An X.509 version 1 certificate. Source: RFC 5280, section 4.1.
  const body = sequence(bytes(0x02, Buffer.of(1)), ecdsaWithSha256, name, validity, name, subjectKey);
  const signature = bytes(0x03, Buffer.concat([Buffer.of(0), sign('sha256', body, privateKey)]));
  const base64 = sequence(body, ecdsaWithSha256, signature).toString('base64').replace(/.{64}/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  };
}

const sequence = (...parts: readonly Buffer[]): Buffer => bytes(0x30, Buffer.concat(parts));

/** Tag, length, value. Source: ITU-T X.690, section 8.1; lengths below 65,536. */
function bytes(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), value]);
}
