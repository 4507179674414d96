import { namedByPage, own } from '../../core/failures/classify';
import type { Exchange } from '../../core/model/exchange';
import type { BeginAuthorization } from '../../platform/msal/authorization';
import type { SignInFlow, SignInJob } from '../../platform/sign-in/flow';
import type { SignInPage, SignInWindow } from './sign-in-window';

export interface AppWindowPorts {
  readonly begin: BeginAuthorization;
  readonly openWindow: (page: SignInPage) => SignInWindow;
}

/**
 * Signs in in a window of the app, which can do nothing else and remembers nothing. Closing it is giving up, unless its page
 * said that conditional access keeps the window out: then that is how the sign-in ended.
 */
export function appWindowFlow(ports: AppWindowPorts): SignInFlow {
  return (job) => {
    let window: SignInWindow | null = null;
    const exchange = run(ports, job, (opened) => {
      window = opened;
    });
    return {
      exchange,
      show: async () => {
        window?.focus();
        return true;
      },
    };
  };
}

async function run(
  ports: AppWindowPorts,
  job: SignInJob,
  opened: (window: SignInWindow) => void,
): Promise<Exchange | null> {
  const { ticket, consent, practiceOrigin, signal, tell } = job;
  const { connection, credential, loginHint } = ticket;
  const begun = await ports.begin({ connection, credential, loginHint, consent, signal });
  if (signal.aborted) return null;
  if (!begun.ok) return begun;
  let block: number | null = null;
  const window = ports.openWindow({
    url: begun.value.url,
    connectionName: connection.name,
    customCloud: connection.customCloud,
    rules: { redirectUri: connection.redirectUri, practiceOrigin },
    onBlock: (code) => {
      block = code;
      tell(code === null ? { kind: 'none' } : { kind: 'blocked', code });
    },
  });
  opened(window);
  signal.addEventListener('abort', () => window.close(), { once: true });
  const outcome = await window.outcome;
  switch (outcome.kind) {
    case 'closed':
      return block === null || signal.aborted ? null : { ok: false, raw: namedByPage(block) };
    case 'unreachable':
      return { ok: false, raw: { kind: 'network', code: outcome.code } };
    case 'crashed':
      return { ok: false, raw: own('internal/fault') };
    case 'redirected':
      return begun.value.finish(outcome.url);
  }
}
