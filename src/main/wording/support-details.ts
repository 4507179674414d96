import type { ApiCheck, ApiCheckFact } from '../../core/api-check/api-check';
import { errorPage, explain } from '../../core/failures/explain';
import type { Connection, ConnectionSettings } from '../../core/model/connection';
import type { Failure } from '../../core/model/failure';
import type { EpochMs } from '../../core/model/time';
import type { SupportDetails } from '../../ipc/contract';

/** What support asks for of any failure, line by line. Nothing of it is secret. */
export function detailsOf(failure: Failure, connection: ConnectionSettings | null): SupportDetails {
  const { code, sentence, at, traceId, correlationId } = failure;
  const { what, lookUp } = explain(failure, connection);
  const facts = [
    { label: 'Code', value: code },
    { label: 'What', value: what },
    { label: 'Entra ID', value: sentence },
    { label: 'More', value: lookUp === undefined ? undefined : errorPage(lookUp) },
    { label: 'Time', value: timeOf(at) },
    { label: 'Trace ID', value: traceId },
    { label: 'Correlation ID', value: correlationId },
  ];
  const text = inLines(facts.flatMap(({ label, value }) => (value === undefined ? [] : { label, value })));
  return { code, text, ...(lookUp === undefined ? {} : { lookUp }) };
}

/** The same of the trouble that a connection is in, with how long it lasts; `null` when nothing is wrong. */
export function detailsOfTrouble(connection: Connection): SupportDetails | null {
  const { trouble } = connection;
  if (!trouble) return null;
  const details = detailsOf(trouble.failure, connection);
  return {
    ...details,
    text: `${details.text}\nFailures in a row: ${trouble.attempts}, since ${timeOf(trouble.since)}`,
  };
}

/** What was found in a call that has no code of its own: a test, a look-up. */
export function detailsOfCall(what: string, facts: readonly ApiCheckFact[], at: EpochMs): SupportDetails {
  const text = inLines([{ label: 'What', value: what }, { label: 'Time', value: timeOf(at) }, ...facts]);
  return { code: null, text };
}

/** What a test found, whether or not all is well. */
export function detailsOfCheck({ headline, facts, details }: ApiCheck, at: EpochMs): SupportDetails {
  return detailsOfCall(headline, [...facts, ...details], at);
}

/** Whose failure it was: added when the details are copied. */
export function withPlace(text: string, connection: Pick<Connection, 'cloud' | 'tenant' | 'clientId'> | null): string {
  if (!connection) return text;
  const { cloud, tenant, clientId } = connection;
  return `${text}\nCloud: ${cloud}\nTenant: ${tenant}\nClient ID: ${clientId}`;
}

function inLines(facts: readonly ApiCheckFact[]): string {
  return facts.map(({ label, value }) => `${label}: ${value}`).join('\n');
}

/** As Entra ID writes it, in UTC. */
function timeOf(at: EpochMs): string {
  return new Date(at).toISOString();
}
