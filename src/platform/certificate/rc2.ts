/**
 * RC2 in CBC mode, decryption only, padding left on. It is here for Keychain Access of macOS, which still protects the
 * certificates of an exported PFX file with RC2-40 (14.6 and 15: https://github.com/pyca/cryptography/issues/11450), while
 * OpenSSL 3, and so Node, reads it no more. It keeps nothing secret. Source: RFC 2268.
 */
export function decryptRc2(key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const schedule = expandKey(key);
  const plain = Buffer.alloc(data.length);
  let previous = iv;
  for (let at = 0; at + BLOCK <= data.length; at += BLOCK) {
    const block = data.subarray(at, at + BLOCK);
    decryptBlock(schedule, block).forEach((byte, index) => {
      plain[at + index] = byte ^ (previous[index] ?? 0);
    });
    previous = block;
  }
  return plain;
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

/** All bits of the key count, as RC2-40 of PKCS#12 has it. */
function expandKey(key: Buffer): number[] {
  const { length } = key;
  const bytes = [...key];
  const at = (index: number) => bytes[index] ?? 0;
  const pi = (index: number) => PI[index & 0xff] ?? 0;
  for (let index = length; index < 128; index += 1) bytes[index] = pi(at(index - 1) + at(index - length));
  bytes[128 - length] = pi(at(128 - length));
  for (let index = 127 - length; index >= 0; index -= 1) bytes[index] = pi(at(index + 1) ^ at(index + length));
  return Array.from({ length: 64 }, (_, word) => at(2 * word) | (at(2 * word + 1) << 8));
}

function decryptBlock(schedule: readonly number[], block: Buffer): number[] {
  const words = Uint16Array.of(...[0, 2, 4, 6].map((at) => block.readUInt16LE(at)));
  const word = (index: number) => words[index & 3] ?? 0;
  for (let round = 15; round >= 0; round -= 1) {
    for (let i = 3; i >= 0; i -= 1) {
      const turn = ROTATIONS[i] ?? 0;
      const turned = (word(i) >> turn) | (word(i) << (16 - turn));
      const choice = (word(i - 1) & word(i - 2)) + (~word(i - 1) & word(i - 3));
      words[i] = turned - (schedule[4 * round + i] ?? 0) - choice;
    }
    if (round !== 11 && round !== 5) continue;
    for (let i = 3; i >= 0; i -= 1) words[i] = word(i) - (schedule[word(i - 1) & 63] ?? 0);
  }
  return [...words].flatMap((value) => [value & 0xff, value >> 8]);
}
