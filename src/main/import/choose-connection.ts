import type { Connection } from '../../core/model/connection';

/**
 * The connections that somebody means who can only name one: by its id or its name, in which capitals count only if there is one that
 * is written just so. Several, where two processes or a restored file have given them the same name.
 */
export function connectionsNamed(connections: readonly Connection[], wanted: string): readonly Connection[] {
  const name = wanted.trim();
  const byId = connections.filter(({ id }) => id === name);
  if (byId.length > 0) return byId;
  const exact = connections.filter((connection) => connection.name === name);
  if (exact.length > 0) return exact;
  return connections.filter((other) => other.name.toLocaleLowerCase() === name.toLocaleLowerCase());
}
