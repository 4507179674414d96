import { createHash } from 'node:crypto';

/**
 * Which of the tokens the keychain has to have, at least; -1: none. One that came is there once all is done, or something else is
 * begun after its last part has been read back: a file is written that names it, or the next token is asked for.
 */
export function newestKept(said: readonly string[], tokens: readonly string[]): number {
  const begun = tokens.length - said.flatMap(deliveredIn).length - 1;
  const parts = /^keychain getPassword [0-9a-f]{32}\/refresh-token\/[ab]\/2$/;
  let [at, newest, isReadBack] = [begun, begun, false];
  for (const line of said) {
    if (isReadBack && (line === 'done' || /^(?:file \w+ \.?connections|network ask)/.test(line))) newest = at;
    if (line.startsWith('token ')) [at, isReadBack] = [at + 1, false];
    else if (at > newest && line.startsWith('keychain setPassword')) isReadBack = false;
    else if (at > newest && parts.test(line)) isReadBack = true;
  }
  return newest;
}

/** The hash of a token, if a line says that one came. */
export function deliveredIn(line: string): string[] {
  return line.startsWith('token ') ? [line.slice('token '.length)] : [];
}

export function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
