import type { AgentHandlers } from '../requests';
import { connectionHandlers } from './connection-handlers';
import { outcomesOf } from './outcomes';
import type { HandlerPorts } from './ports';
import { stateHandlers } from './state-handlers';
import { tokenHandlers } from './token-handlers';
import { vaultHandlers } from './vault-handlers';

/** What a keeper does for those who ask it, over the socket or in its own process. */
export function createHandlers(ports: HandlerPorts): AgentHandlers {
  const { appVersion } = ports;
  const since = Date.now();
  const outcomes = outcomesOf(ports);
  return {
    who: async () => ({ kind: 'who', processId: process.pid, since, appVersion }),
    ...stateHandlers(ports, outcomes),
    ...tokenHandlers(ports, outcomes),
    ...connectionHandlers(ports, outcomes),
    ...vaultHandlers(ports, outcomes),
  };
}
