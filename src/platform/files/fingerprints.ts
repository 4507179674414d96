import { createHmac, randomBytes } from 'node:crypto';
import type { Fingerprints } from '../../core/model/exported-token';

/**
 * HMAC-SHA-256 under a salt of 16 random bytes, both as base64url. No slow hash such as scrypt: that protects passwords,
 * which can be guessed; a refresh token holds far more than 128 random bits.
 */
export const fingerprints: Fingerprints = {
  newSalt: () => randomBytes(16).toString('base64url'),
  digest: (salt, text) => createHmac('sha256', Buffer.from(salt, 'base64url')).update(text, 'utf8').digest('base64url'),
};
