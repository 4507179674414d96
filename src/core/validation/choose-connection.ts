import type { Connection } from '../model/connection';

/** Which connection somebody means who cannot point at one. */
export type Choice =
  | { readonly kind: 'chosen'; readonly connection: Connection }
  | { readonly kind: 'unknown' }
  /** Several have this name: two processes, or a restored file, may bring that about. */
  | { readonly kind: 'ambiguous'; readonly among: readonly Connection[] };

/** Finds a connection by its id or its name; capitals count only if there is one that is written just so. */
export function chooseConnection(connections: readonly Connection[], wanted: string): Choice {
  const name = wanted.trim();
  const byId = connections.find(({ id }) => id === name);
  if (byId) return { kind: 'chosen', connection: byId };
  const exact = connections.filter((connection) => connection.name === name);
  const key = name.toLocaleLowerCase();
  const found = exact.length > 0 ? exact : connections.filter((other) => other.name.toLocaleLowerCase() === key);
  const [connection, ...others] = found;
  if (!connection) return { kind: 'unknown' };
  return others.length === 0 ? { kind: 'chosen', connection } : { kind: 'ambiguous', among: found };
}
