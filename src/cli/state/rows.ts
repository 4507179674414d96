import type { ConnectionFacts } from '../../agent/answers';
import { missesMfa } from '../../core/expiry/status';
import type { Tone } from '../output/color';
import { expiryOf, NOTHING, untilOf } from '../output/dates';
import { type Cell, type Column, WHOLE } from '../output/table';
import { needsPerson } from './verdict';

/** A column of a table of connections, and what stands in it. */
export interface ConnectionColumn extends Column {
  readonly of: (connection: ConnectionFacts) => Cell;
}

const NAME: ConnectionColumn = { heading: 'Name', least: 24, of: ({ name }) => name };
const STATE: ConnectionColumn = { heading: 'State', least: 24, of: (connection) => stateOf(connection) };
const RESOURCE: ConnectionColumn = { heading: 'Resource', canGo: true, of: ({ resourceLabel }) => resourceLabel };
export const CLOUD: ConnectionColumn = { heading: 'Cloud', canGo: true, of: ({ cloudLabel }) => cloudLabel };

export const STATUS_COLUMNS: readonly ConnectionColumn[] = [
  NAME,
  STATE,
  { heading: 'MFA', least: WHOLE, of: (connection) => mfaOf(connection) },
  { heading: 'Expires', least: WHOLE, of: ({ expiresAt, now }) => expiryOf(expiresAt, now) },
  { heading: 'Account', canGo: true, of: ({ account }) => account ?? NOTHING },
  { heading: 'Next refresh', canGo: true, least: WHOLE, of: ({ refreshAt, now }) => untilOf(refreshAt, now) },
  RESOURCE,
  CLOUD,
];

export const LIST_COLUMNS: readonly ConnectionColumn[] = [
  NAME,
  STATE,
  { heading: 'ID', least: WHOLE, of: ({ id }) => shortId(id) },
  RESOURCE,
  CLOUD,
  { heading: 'Tenant', canGo: true, of: ({ tenant }) => tenant },
];

/** The state in words, with the code where somebody has to act on it. */
export function stateOf(connection: ConnectionFacts): Cell {
  const { statusText, trouble } = connection;
  const code = trouble && needsPerson(connection) ? ` (${trouble.code})` : '';
  return { text: `${statusText}${code}`, tone: toneOf(connection) };
}

export function mfaOf(connection: ConnectionFacts): Cell {
  if (connection.hasMfa === null) return NOTHING;
  if (connection.hasMfa) return 'yes';
  return missesMfa(connection) ? { text: 'no', tone: 'bad' } : 'no';
}

/** As much of an ID as is enough to name what it is of. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

function toneOf(connection: ConnectionFacts): Tone {
  if (needsPerson(connection) || missesMfa(connection)) return 'bad';
  return connection.status === 'fine' ? 'good' : 'warning';
}
