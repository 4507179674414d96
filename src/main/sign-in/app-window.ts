import type { Exchange } from '../../core/ports';
import type { SignInPage, SignInWindow } from '../sign-in-window';
import type { BeginAuthorization, RunningSignIn, SignInFlow, SignInJob } from './flow';

export interface AppWindowPorts {
  readonly begin: BeginAuthorization;
  readonly openWindow: (page: SignInPage) => SignInWindow;
}

/** Signs in in a window of the app, which can do nothing else and remembers nothing. Closing it is giving up. */
export class AppWindowFlow implements SignInFlow {
  constructor(private readonly ports: AppWindowPorts) {}

  start(job: SignInJob): RunningSignIn {
    let window: SignInWindow | null = null;
    const exchange = this.#run(job, (opened) => {
      window = opened;
    });
    return {
      exchange,
      show: async () => {
        window?.focus();
        return true;
      },
    };
  }

  async #run(job: SignInJob, opened: (window: SignInWindow) => void): Promise<Exchange | null> {
    const { ticket, consent, practiceOrigin, signal } = job;
    const { connection, credential, loginHint } = ticket;
    const begun = await this.ports.begin({ connection, credential, loginHint, consent, signal });
    if (signal.aborted) return null;
    if (!begun.ok) return begun;
    const window = this.ports.openWindow({
      url: begun.value.url,
      connectionName: connection.name,
      rules: { redirectUri: connection.redirectUri, practiceOrigin },
    });
    opened(window);
    signal.addEventListener('abort', () => window.close(), { once: true });
    const outcome = await window.outcome;
    switch (outcome.kind) {
      case 'closed':
        return null;
      case 'unreachable':
        return { ok: false, raw: { kind: 'network', code: outcome.code } };
      case 'crashed':
        return { ok: false, raw: { kind: 'internal', name: 'SignInPageCrashed' } };
      case 'redirected':
        return begun.value.finish(outcome.url);
    }
  }
}
