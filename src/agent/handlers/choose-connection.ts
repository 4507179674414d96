import type { Keeper } from '../../core/keeper/keeper';
import type { Connection } from '../../core/model/connection';
import { quoted } from '../../core/wording/repeat';
import type { Refused } from '../answers';
import { nearest } from './nearest';
import { inWords, misused, refused } from './refusals';

/** So many names fit in a sentence. */
const MOST_NAMES = 8;

/** The one connection that somebody means who can only name it, or why there is none. */
export function chooseConnection(
  keeper: Pick<Keeper, 'connections' | 'appTrouble'>,
  wanted: string,
): { readonly ok: true; readonly connection: Connection } | Refused {
  const connections = keeper.connections();
  const [connection, ...others] = connectionsNamed(connections, wanted);
  if (!connection) return explainUnknown(connections, wanted, keeper);
  if (others.length === 0) return { ok: true, connection };
  const found = [connection, ...others];
  if (new Set(found.map(({ name }) => name.toLocaleLowerCase())).size < found.length) {
    const among = found.map(({ id, name }) => `"${name}" is ${id}`).join(', ');
    return misused(`Several connections are named "${wanted}". Use the ID of the one you mean: ${among}.`);
  }
  return misused(`Several connections begin with "${wanted}": ${listed(found)}. Enter more of the name.`);
}

/**
 * The connections that a name can mean: by ID or name, in which capitals count only if there is one that is written just so; else
 * those that begin with it. Several, where two processes or a restored file have given them the same name.
 */
export function connectionsNamed(connections: readonly Connection[], wanted: string): readonly Connection[] {
  const name = wanted.trim();
  const key = name.toLocaleLowerCase();
  if (name === '') return [];
  const ways: ReadonlyArray<(connection: Connection) => boolean> = [
    ({ id }) => id === name,
    (connection) => connection.name === name,
    (connection) => connection.name.toLocaleLowerCase() === key,
    (connection) => connection.name.toLocaleLowerCase().startsWith(key),
    ({ id }) => id.startsWith(key),
  ];
  for (const fits of ways) {
    const found = connections.filter(fits);
    if (found.length > 0) return found;
  }
  return [];
}

function explainUnknown(
  connections: readonly Connection[],
  wanted: string,
  keeper: Pick<Keeper, 'appTrouble'>,
): Refused {
  const trouble = keeper.appTrouble();
  // What cannot be read may well hold it.
  if (connections.length === 0 && trouble) return refused(inWords(trouble, null, 'request'));
  if (connections.length === 0) return misused('There are no connections yet. Add one first.');
  if (wanted.trim() === '') return misused(`Name a connection: ${listed(connections)}.`);
  const near = nearest(
    wanted,
    connections.map(({ name }) => name),
  );
  const hint = near === null ? `The connections are: ${listed(connections)}.` : `Did you mean "${near}"?`;
  return misused(`No connection is named ${quoted(wanted, 'that')}. ${hint}`);
}

function listed(connections: readonly Connection[]): string {
  const names = connections.slice(0, MOST_NAMES).map(({ name }) => `"${name}"`);
  const more = connections.length - names.length;
  return [...names, ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
