import type { ConnectionFacts } from '../../agent/requests';
import type { Tone } from '../output/color';
import { expiryOf, NOTHING, untilOf } from '../output/dates';
import type { Cell, Column } from '../output/table';
import { missesMfa, needsPerson } from './verdict';

export const STATUS_COLUMNS: readonly Column[] = [
  { heading: 'Name' },
  { heading: 'State' },
  { heading: 'MFA', whole: true },
  { heading: 'Expires', whole: true },
  { heading: 'Account', canGo: true },
  { heading: 'Next refresh', canGo: true },
  { heading: 'Resource', canGo: true },
  { heading: 'Cloud', canGo: true },
];

export function statusRow(connection: ConnectionFacts): readonly Cell[] {
  const { name, account, expiresAt, refreshAt, now, resourceLabel, cloudLabel } = connection;
  const expires = expiryOf(expiresAt, now);
  const row = [name, stateOf(connection), mfaOf(connection), expires];
  return [...row, account ?? NOTHING, untilOf(refreshAt, now), resourceLabel, cloudLabel];
}

export const LIST_COLUMNS: readonly Column[] = [
  { heading: 'Name' },
  { heading: 'State' },
  { heading: 'ID', whole: true },
  { heading: 'Resource', canGo: true },
  { heading: 'Cloud', canGo: true },
  { heading: 'Tenant', canGo: true },
];

export function listRow(connection: ConnectionFacts): readonly Cell[] {
  const { id, name, resourceLabel, cloudLabel, tenant } = connection;
  return [name, stateOf(connection), shortId(id), resourceLabel, cloudLabel, tenant];
}

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
