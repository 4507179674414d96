import { type AgentHandlers, RequestSchema } from '../../src/agent/requests';

/** Handlers that refuse everything that a test doesn't expect. */
export const NO_HANDLERS = Object.fromEntries(
  RequestSchema.options.map(({ entries }) => [
    entries.kind.literal,
    () => Promise.reject(new Error(`nobody expects ${entries.kind.literal}`)),
  ]),
) as unknown as AgentHandlers;
