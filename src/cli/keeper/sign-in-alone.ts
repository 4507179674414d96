import type { Progress } from '../../agent/answers';
import type { HowToSignIn } from '../../agent/handlers/ports';
import type { Asker } from '../../agent/requests';
import { invalid } from '../../core/failures/classify';
import type { Keeper } from '../../core/keeper/keeper';
import type { Result } from '../../core/model/failure';
import { methodProblem } from '../../core/validation/sign-in-methods';
import type { Adapters } from '../../platform/adapters';
import { openLoopback } from '../../platform/loopback/loopback';
import { deviceCodeFlow } from '../../platform/sign-in/device-code';
import type { SignInFlow, SignInHint } from '../../platform/sign-in/flow';
import { systemBrowserFlow } from '../../platform/sign-in/system-browser';
import type { PracticeCloud } from '../../practice';
import { openInBrowser } from './open-in-browser';

export interface SignInParts {
  readonly keeper: Pick<Keeper, 'beginSignIn' | 'find' | 'nowFor'>;
  readonly adapters: Pick<Adapters, 'beginAuthorization' | 'signInWithDeviceCode'>;
  readonly practice: () => PracticeCloud | null;
}

/** Signs in without the app: in the system's browser, or with a code. Giving up is no failure. */
export async function signInAlone(
  { keeper, adapters, practice }: SignInParts,
  id: string,
  { method: asked, consent, opensBrowser }: HowToSignIn,
  { signal, tell }: Asker,
): Promise<Result<{ signedIn: boolean }>> {
  const connection = keeper.find(id);
  // Here is no window of the app.
  const method = (asked ?? connection?.signInMethod) === 'device-code' ? 'device-code' : 'system-browser';
  const problem = connection && methodProblem({ ...connection, signInMethod: method });
  if (connection && problem !== null) return invalid(problem, keeper.nowFor(connection));
  const begun = await keeper.beginSignIn(id);
  if (!begun.ok) return begun;
  const ticket = begun.value;
  const practiceOrigin = ticket.connection.cloud === 'practice' ? (practice()?.origin ?? null) : null;
  try {
    const job = { ticket, consent, practiceOrigin, opensBrowser, signal, tell: (hint: SignInHint) => pass(hint, tell) };
    const exchange = await flows(adapters)[method](job).exchange;
    if (!exchange) {
      ticket.cancel();
      return { ok: true, value: { signedIn: false } };
    }
    const kept = await ticket.complete(exchange);
    return kept.ok ? { ok: true, value: { signedIn: true } } : kept;
  } catch (error) {
    ticket.cancel();
    throw error;
  }
}

function flows(adapters: SignInParts['adapters']): Readonly<Record<'system-browser' | 'device-code', SignInFlow>> {
  const begin = adapters.beginAuthorization;
  return {
    'system-browser': systemBrowserFlow({ begin, openLoopback, openExternal: openInBrowser }),
    'device-code': deviceCodeFlow({ signIn: adapters.signInWithDeviceCode, openExternal: openInBrowser }),
  };
}

function pass(hint: SignInHint, tell: (progress: Progress) => void): void {
  if (hint.kind === 'none') tell({ kind: 'browser' });
  if (hint.kind === 'address') tell(hint);
  if (hint.kind === 'code') tell({ kind: 'code', ...hint.code });
}
