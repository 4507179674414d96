import type { Permission, TokenRequest } from '../../agent/handlers/ports';
import type { AppSettings, TokenGrant } from '../../core/model/settings';
import { type DurationMs, MINUTE, type Timers } from '../../core/model/time';
import { type AskingProgram, programInWords } from '../../platform/system/process-name';
import { SharedQuestion } from './shared-question';
import { type Answer, REFUSALS } from './token-questions';

/** What the person sets about tokens for other programs. */
export interface PermitSettings {
  current(): Pick<AppSettings, 'agentSocket' | 'tokenRequests' | 'tokenGrants'>;
  change(change: Pick<AppSettings, 'tokenGrants'>): unknown;
}

export interface PermitPorts {
  readonly settings: PermitSettings;
  /** Which program a process is of. Never rejects. */
  readonly programOf: (processId: number) => Promise<AskingProgram>;
  /** Asks the person themselves: nothing that a page could answer. Rejecting means no. */
  readonly ask: (request: TokenRequest, program: AskingProgram, signal: AbortSignal) => Promise<Answer>;
  readonly timers: Timers;
}

/** Less than the command line waits, so that it hears what became of it. */
const PATIENCE: DurationMs = 2 * MINUTE;
/** More dialogs than this at once would only be in the way. */
const MOST_QUESTIONS = 3;

/** Decides which program may have a token, by the settings and by what the person says. */
export class TokenPermits {
  /** Allowed until the app ends. */
  readonly #forThisLogin = new Set<string>();
  readonly #questions = new Map<string, SharedQuestion<Answer>>();
  #setting: AppSettings['tokenRequests'];
  #isOver = false;

  constructor(private readonly ports: PermitPorts) {
    this.#setting = ports.settings.current().tokenRequests;
  }

  /** Whether a program may have a token. Asks if need be, and no longer than the asker waits. Never rejects. */
  async decide(request: TokenRequest, signal: AbortSignal): Promise<Permission> {
    const program = await this.ports.programOf(request.processId);
    for (;;) {
      const answer = this.#known(request, program, signal) ?? (await this.#ask(request, program, signal));
      switch (answer) {
        // The settings are others by now, or the app is quitting.
        case 'over':
          continue;
        case 'once':
        case 'login':
        case 'always':
          this.#remember(request, program, answer);
          return signal.aborted
            ? { granted: false, words: REFUSALS.left }
            : { granted: true, to: programInWords(program) };
        default:
          return { granted: false, words: REFUSALS[answer] };
      }
    }
  }

  /** The settings may have changed: what they decide by now isn't asked anymore. */
  settingsChanged(): void {
    const { agentSocket, tokenRequests } = this.ports.settings.current();
    if (agentSocket && tokenRequests === this.#setting) return;
    this.#setting = tokenRequests;
    this.#forThisLogin.clear();
    this.#endAll();
  }

  /** Nothing of a removed connection is allowed anymore. */
  connectionRemoved(id: string): void {
    const { tokenGrants } = this.ports.settings.current();
    const others = tokenGrants.filter(({ connectionId }) => connectionId !== id);
    if (others.length < tokenGrants.length) this.ports.settings.change({ tokenGrants: others });
  }

  /** Ends every question, and refuses whatever else is asked for. */
  end(): void {
    this.#isOver = true;
    this.#endAll();
  }

  #endAll(): void {
    for (const question of this.#questions.values()) question.end('over');
  }

  /** What needs no question; `null`: the person has to say. */
  #known({ what, connection }: TokenRequest, program: AskingProgram, signal: AbortSignal) {
    const { agentSocket, tokenRequests, tokenGrants } = this.ports.settings.current();
    if (this.#isOver) return 'quitting';
    if (signal.aborted) return 'left';
    if (!agentSocket) return 'off';
    if (tokenRequests === 'never') return 'never';
    if (what === 'refresh-token') return null;
    if (tokenRequests === 'allow') return 'once';
    const grant = grantOf(connection.id, program);
    const key = keyOf(grant);
    return this.#forThisLogin.has(key) || tokenGrants.some((given) => keyOf(given) === key) ? 'once' : null;
  }

  async #ask(request: TokenRequest, program: AskingProgram, signal: AbortSignal) {
    const { what, connection, vault = null } = request;
    const key = JSON.stringify([what, keyOf(grantOf(connection.id, program)), vault]);
    for (const [other, { isOver }] of this.#questions) if (isOver) this.#questions.delete(other);
    const open = this.#questions.get(key);
    if (open) return open.wait(signal);
    if (this.#questions.size >= MOST_QUESTIONS) return 'busy';
    const { ask, timers } = this.ports;
    const question = new SharedQuestion<Answer>({
      ask: (closing) => ask(request, program, closing).catch(() => 'no'),
      timers,
      patience: PATIENCE,
    });
    this.#questions.set(key, question);
    return question.wait(signal);
  }

  #remember({ what, connection }: TokenRequest, program: AskingProgram, answer: 'once' | 'login' | 'always'): void {
    if (what === 'refresh-token' || answer === 'once') return;
    const grant = grantOf(connection.id, program);
    if (answer === 'login') {
      this.#forThisLogin.add(keyOf(grant));
      return;
    }
    const { tokenGrants } = this.ports.settings.current();
    if (!tokenGrants.some((given) => keyOf(given) === keyOf(grant)))
      this.ports.settings.change({ tokenGrants: [...tokenGrants, grant] });
  }
}

function grantOf(connectionId: string, { name, path, parent }: AskingProgram): TokenGrant {
  return { connectionId, program: path ?? name, parent: parent ? (parent.path ?? parent.name) : '' };
}

function keyOf({ connectionId, program, parent }: TokenGrant): string {
  return JSON.stringify([connectionId, program, parent]);
}
