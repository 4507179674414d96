import { app } from 'electron';
import type { Progress } from '../../agent/answers';
import { createHandlers } from '../../agent/handlers/create-handlers';
import type { HandlerPorts } from '../../agent/handlers/ports';
import type { AgentHandlers, Asker } from '../../agent/requests';
import type { Keeper } from '../../core/keeper/keeper';
import type { Adapters } from '../../platform/adapters';
import type { SignInHint } from '../../platform/sign-in/flow';
import type { PracticeCloudHost } from '../practice/practice-cloud';
import { startedPractice } from '../practice/practice-start';
import type { SignInRequest, SignIns } from '../sign-in/sign-ins';

export interface AgentParts {
  readonly keeper: Keeper;
  readonly adapters: Pick<Adapters, 'probe'>;
  readonly practice: PracticeCloudHost;
  readonly signIns: SignIns;
  readonly mayHave: HandlerPorts['mayHave'];
}

/** What the app does for other processes of this user. */
export function agentHandlers({ keeper, adapters, practice, signIns, mayHave }: AgentParts): AgentHandlers {
  return createHandlers({
    keeper,
    appVersion: app.getVersion(),
    endsSoon: false,
    practises: () => practice.running !== null,
    probe: adapters.probe,
    signIn: (id, how, asker) => signInFor(signIns, id, how, asker),
    startPractice: async () => (await startedPractice(practice))?.partner ?? null,
    leavePractice: () => practice.leave(),
    mayHave,
  });
}

/** Signs in for whoever asked: they are shown what a person has to see, and when they go, the sign-in ends. */
async function signInFor(signIns: SignIns, id: string, how: SignInRequest, { signal, tell }: Asker) {
  const cancel = () => signIns.cancel(id);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await signIns.signIn(id, {
      ...how,
      tell: (hint) => {
        const progress = progressOf(hint);
        if (progress) tell(progress);
      },
    });
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

function progressOf(hint: SignInHint): Progress | null {
  switch (hint.kind) {
    case 'none':
      return { kind: 'browser' };
    case 'code':
      return { kind: 'code', ...hint.code };
    case 'address':
      return hint;
    case 'blocked':
      return null;
  }
}
