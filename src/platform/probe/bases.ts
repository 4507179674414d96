import { type CloudEndpoints, endpointsOf } from '../../core/clouds';
import type { ConnectionSettings } from '../../core/connection';

/**
 * Where the APIs of a connection's cloud are; `null`: not known. The practice cloud's are at home under its own names, while its
 * tokens bear the real ones.
 */
export function basesOf(
  connection: Pick<ConnectionSettings, 'cloud' | 'customCloud'>,
): Pick<CloudEndpoints, 'partnerCenter' | 'graph' | 'exchange'> {
  const { partnerCenter, graph, exchange } = endpointsOf(connection);
  if (connection.cloud !== 'practice') return { partnerCenter, graph, exchange };
  return { partnerCenter, graph: 'https://graph.practice.invalid', exchange: 'https://exchange.practice.invalid' };
}
