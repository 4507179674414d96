/** A refresh token has a few kilobytes; what has more bytes than this is something else. */
export const LONGEST_SECRET = 64 * 1024;
