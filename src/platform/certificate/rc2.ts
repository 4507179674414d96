/**
 * RC2 in CBC mode, decryption only: older Windows and OpenSSL protect the certificates in a PFX file with it, and
 * OpenSSL 3 no longer has it. It keeps nothing secret; it is here to read old files. Source: RFC 2268.
 */
export function decryptRc2(key: Buffer, effectiveBits: number, iv: Buffer, data: Buffer): Buffer | null {
  if (data.length === 0 || data.length % BLOCK !== 0) return null;
  const schedule = expandKey(key, effectiveBits);
  const plain = Buffer.alloc(data.length);
  let previous = iv;
  for (let at = 0; at < data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK);
    decryptBlock(schedule, block).forEach((byte, index) => {
      plain[at + index] = byte ^ (previous[index] ?? 0);
    });
    previous = block;
  }
  return withoutPadding(plain);
}

const BLOCK = 8;
/** How far each of a block's four words is rotated. */
const ROTATIONS = [1, 2, 3, 5] as const;
/** The "PITABLE" of RFC 2268, section 2: a permutation of all bytes made of the digits of pi. */
const PI = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2179a59f587b34f1361456d8d09817d32bd8f40eb' +
    '86b77b0bf09521225c6b4e8254d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb6266fbf0eda46690757' +
    '27f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed708e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e' +
    '0418a4ecc2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b255597312d5dfa98e38a92ae05df2910676cbac9' +
    'd300e6cfe19ea82c6316013f58e289a90d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);

function expandKey(key: Buffer, effectiveBits: number): number[] {
  const bytes = [...key];
  const at = (index: number) => bytes[index] ?? 0;
  const pi = (index: number) => PI[index & 0xff] ?? 0;
  for (let index = key.length; index < 128; index += 1) bytes[index] = pi(at(index - 1) + at(index - key.length));
  const effective = Math.ceil(effectiveBits / 8);
  const mask = 0xff >> (effective * 8 - effectiveBits);
  bytes[128 - effective] = pi(at(128 - effective) & mask);
  for (let index = 127 - effective; index >= 0; index -= 1) bytes[index] = pi(at(index + 1) ^ at(index + effective));
  return Array.from({ length: 64 }, (_, word) => at(2 * word) | (at(2 * word + 1) << 8));
}

function decryptBlock(schedule: readonly number[], block: Buffer): Buffer {
  const words = [0, 2, 4, 6].map((at) => block.readUInt16LE(at));
  const word = (index: number) => words[index & 3] ?? 0;
  let next = 63;
  const unmix = () => {
    for (let i = 3; i >= 0; i -= 1) {
      const turn = ROTATIONS[i] ?? 0;
      const turned = ((word(i) >> turn) | (word(i) << (16 - turn))) & 0xffff;
      const choice = (word(i - 1) & word(i - 2)) + (~word(i - 1) & word(i - 3));
      words[i] = (turned - (schedule[next] ?? 0) - choice) & 0xffff;
      next -= 1;
    }
  };
  const unmash = () => {
    for (let i = 3; i >= 0; i -= 1) words[i] = (word(i) - (schedule[word(i - 1) & 63] ?? 0)) & 0xffff;
  };
  for (let round = 16; round >= 1; round -= 1) {
    unmix();
    if (round === 12 || round === 6) unmash();
  }
  const plain = Buffer.alloc(BLOCK);
  words.forEach((value, index) => {
    plain.writeUInt16LE(value, index * 2);
  });
  return plain;
}

/** PKCS#7 padding taken off; `null` when it is not there, as after a wrong key. */
function withoutPadding(plain: Buffer): Buffer | null {
  const size = plain[plain.length - 1] ?? 0;
  if (size < 1 || size > BLOCK || plain.subarray(-size).some((byte) => byte !== size)) return null;
  return plain.subarray(0, -size);
}
