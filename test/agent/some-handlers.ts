import { createHandlers } from '../../src/agent/handlers/create-handlers';
import type { AgentHandlers } from '../../src/agent/requests';
import type { Keeper } from '../../src/core/keeper/keeper';

/** What a keeper does for others, where nobody signs in, tests, or may have a token. */
export function handlersOf(keeper: Keeper): AgentHandlers {
  return createHandlers({
    keeper,
    appVersion: '1.2.3',
    endsSoon: false,
    practises: () => false,
    probe: async () => ({ ok: true, headline: '', facts: [], advice: null, remedy: null, details: [] }),
    signIn: async () => ({ ok: true, value: { signedIn: false } }),
    startPractice: async () => null,
    leavePractice: async () => undefined,
    mayHave: async () => ({ granted: false, words: 'No.' }),
  });
}
