import type { ConnectionFacts } from '../../agent/answers';
import { missesMfa } from '../../core/expiry/status';
import type { Fleet } from '../all-connections';
import { needsPerson } from './verdict';

interface Metric {
  readonly name: string;
  readonly help: string;
  /** `null`: there is nothing to tell of this connection. */
  readonly of: (connection: ConnectionFacts) => number | null;
}

/** Times are on the connection's own clock, as all that the keeper says of it; only the practice cloud's differs. */
const METRICS: readonly Metric[] = [
  {
    name: 'partner_token_person_needed',
    help: 'Whether a person has to act: 1 or 0.',
    of: (connection) => Number(needsPerson(connection)),
  },
  {
    name: 'partner_token_mfa_missing',
    help: 'Whether Partner Center refuses the token for want of MFA: 1 or 0.',
    of: (connection) => Number(missesMfa(connection)),
  },
  {
    name: 'partner_token_expires_timestamp_seconds',
    help: 'When the refresh token or its sign-in expires.',
    of: ({ expiresAt }) => seconds(expiresAt),
  },
  {
    name: 'partner_token_issued_timestamp_seconds',
    help: 'When the refresh token was issued.',
    of: ({ issuedAt }) => seconds(issuedAt),
  },
  {
    name: 'partner_token_next_refresh_timestamp_seconds',
    help: 'When the refresh token is refreshed next.',
    of: ({ refreshAt }) => seconds(refreshAt),
  },
  {
    name: 'partner_token_credential_expires_timestamp_seconds',
    help: 'When the client secret or certificate expires, where it is known.',
    of: ({ credentialExpiresAt }) => seconds(credentialExpiresAt),
  },
  {
    name: 'partner_token_exported_tokens_in_use',
    help: 'Exported refresh tokens that are in use.',
    of: ({ exportedInUse }) => exportedInUse,
  },
  {
    name: 'partner_token_key_vault_behind',
    help: 'Refreshes that have not been written to the key vault yet, where there is one.',
    of: ({ vault }) => vault?.behind ?? null,
  },
];

/**
 * Metrics in the text format, without the last line feed. Every connection has an `id` and a `name`; the rest that is known of it
 * stands in `partner_token_connection_info`. Source: Prometheus, "Exposition formats", version 0.0.4.
 */
export function prometheusText({ connections, trouble }: Fleet): string {
  return [
    ...head(
      'partner_token_keeper_in_trouble',
      'Whether the state is not known for want of a file or the keychain: 1 or 0.',
    ),
    `partner_token_keeper_in_trouble ${Number(trouble !== null)}`,
    ...infoLines(connections),
    ...METRICS.flatMap((metric) => metricLines(metric, connections)),
  ].join('\n');
}

function infoLines(connections: readonly ConnectionFacts[]): readonly string[] {
  if (connections.length === 0) return [];
  const name = 'partner_token_connection_info';
  return [
    ...head(name, 'What a connection is, and its state; always 1.'),
    ...connections.map((connection) => {
      const { status, account, cloud, tenant, resourceLabel: resource, clientId: client_id } = connection;
      return `${name}${labels({ ...whoseOf(connection), status, account: account ?? '', cloud, tenant, resource, client_id })} 1`;
    }),
  ];
}

function metricLines({ name, help, of }: Metric, connections: readonly ConnectionFacts[]): readonly string[] {
  const lines = connections.flatMap((connection) => {
    const value = of(connection);
    return value === null ? [] : [`${name}${labels(whoseOf(connection))} ${value}`];
  });
  return lines.length === 0 ? [] : [...head(name, help), ...lines];
}

function head(name: string, help: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`];
}

function whoseOf({ id, name }: ConnectionFacts) {
  return { id, name };
}

function labels(values: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(values).map(([label, value]) => `${label}="${escaped(value)}"`);
  return `{${pairs.join(',')}}`;
}

/** A label's value may hold anything but these as they are. */
function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function seconds(at: number | null): number | null {
  return at === null ? null : at / 1000;
}
