import type { Resource } from '../../ipc/vocabulary';

const keyOf = (id: string): string => `last-scopes/${id}`;

/** Keeps the scopes that a token was last copied for, while the app runs: the panel's own memory goes with its window. */
export function rememberScopes(id: string, scopes: readonly string[]): void {
  localStorage.setItem(keyOf(id), scopes.join(' '));
}

/** The scopes that a token of this connection was last copied for, or `null`. */
export function lastScopes(id: string): Extract<Resource, { kind: 'custom' }> | null {
  const scopes = (localStorage.getItem(keyOf(id)) ?? '').split(' ').filter((scope) => scope !== '');
  return scopes.length === 0 ? null : { kind: 'custom', scopes };
}
