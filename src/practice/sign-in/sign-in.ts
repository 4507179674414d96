import type { Attempt, Progress, Purpose } from '../oauth/attempt';
import { giveConsent, isConsented } from '../oauth/consents';
import { requireNotBlocked } from '../oauth/policy';
import { remember, type World } from '../oauth/world';
import type { PracticeUser } from '../tenant/contract';
import { findUser, PARTNER, requireApplication } from '../tenant/directory';
import type { SignedIn } from '../tenant/grants';
import { EntraError } from '../wire/entra-error';
import { randomToken } from '../wire/random';

const MOST_WRONG_TRIES = 5;

/** What is known of the browser that a sign-in begins in. */
export interface BrowserState {
  /** Who is signed in in it already. */
  readonly session: SignedIn | null;
  /** Whether it can prove which device it runs on. */
  readonly provesDevice: boolean;
}

/** Begins a sign-in. */
export function beginSignIn(
  world: World,
  purpose: Purpose,
  { session, provesDevice }: BrowserState,
): { attempt: Attempt; progress: Progress } {
  const attempt = newAttempt(purpose, provesDevice);
  const prompt = purpose.kind === 'authorize' ? purpose.request.prompt : 'login';
  const hint = purpose.kind === 'authorize' ? purpose.request.loginHint : null;
  const fitting = session !== null && (hint === null || findUser(hint) === session.user) ? session : null;
  const progress = ((): Progress => {
    if (fitting !== null && prompt !== 'login') return afterCheck(world, attempt, fitting);
    const hinted = hint === null ? null : findUser(hint);
    if (hinted !== null) return askForCheck(attempt, hinted);
    return show(attempt, { kind: 'account', username: hint ?? '' });
  })();
  remember(world.attempts, attempt.id, attempt);
  return { attempt, progress };
}

/** Takes in what a person did on the page of the present step. */
export function continueSignIn(world: World, attempt: Attempt, form: URLSearchParams): Progress {
  const { step } = attempt;
  const action = form.get('action') ?? 'next';
  // The page of an earlier step, from the browser's history: show where things stand instead.
  if (form.get('step') !== step.kind) return { kind: 'show', problem: null };
  if (action === 'other-account') return show(attempt, { kind: 'account', username: '' });
  switch (step.kind) {
    case 'account':
      return enterAccount(attempt, form.get('loginfmt') ?? '');
    case 'password':
      return enterPassword(world, attempt, step.user, form.get('passwd') ?? '');
    case 'federated':
      if (step.ticket === null || form.get('ticket') !== step.ticket)
        return { kind: 'show', problem: "The other identity provider didn't confirm your identity. Try again." };
      return afterCheck(world, attempt, { user: step.user, amr: ['fed', 'mfa'], at: world.clock.now() });
    case 'code':
      if (action === 'cancel') return { kind: 'refused', error: new EntraError(500121) };
      return enterCode(world, attempt, step.user, form.get('otc') ?? '');
    case 'confirm':
      if (action === 'cancel') return { kind: 'refused', error: new EntraError(65004) };
      return afterConfirmation(world, attempt, step.signedIn);
    case 'consent':
      if (action === 'cancel') return { kind: 'refused', error: new EntraError(65004) };
      giveConsent(world, attempt.application, step.signedIn.user, attempt.scopes);
      return { kind: 'signed-in', signedIn: step.signedIn };
  }
}

function newAttempt(purpose: Purpose, provesDevice: boolean): Attempt {
  const step = { kind: 'account', username: '' } as const;
  const rest = { id: randomToken(24), purpose, step, wrongTries: 0, provesDevice };
  if (purpose.kind === 'authorize') {
    const { application, scopes, prompt } = purpose.request;
    return { ...rest, application, scopes, asksConsent: prompt === 'consent' };
  }
  const application = requireApplication(purpose.grant.clientId, PARTNER.tenantId);
  return { ...rest, application, scopes: purpose.grant.scopes, asksConsent: false };
}

function enterAccount(attempt: Attempt, username: string): Progress {
  const user = findUser(username);
  if (user !== null) return askForCheck(attempt, user);
  attempt.step = { kind: 'account', username };
  const problem =
    username.trim() === ''
      ? 'Enter the user name of a practice account.'
      : 'The practice tenant has no account with this user name. Check the spelling.';
  return { kind: 'show', problem };
}

function askForCheck(attempt: Attempt, user: PracticeUser): Progress {
  return show(
    attempt,
    user.signIn === 'federated' ? { kind: 'federated', user, ticket: null } : { kind: 'password', user },
  );
}

function enterPassword(world: World, attempt: Attempt, user: PracticeUser, password: string): Progress {
  if (password !== PARTNER.password) {
    const problem = password === '' ? 'Enter your password.' : 'The user name or the password is incorrect. Try again.';
    return tryAgain(attempt, problem, 50053);
  }
  if (user.disabled)
    return { kind: 'show', problem: 'This account is disabled (AADSTS50057). Ask your administrator.' };
  attempt.wrongTries = 0;
  if (user.signIn === 'code') return show(attempt, { kind: 'code', user });
  return afterCheck(world, attempt, { user, amr: ['pwd'], at: world.clock.now() });
}

function enterCode(world: World, attempt: Attempt, user: PracticeUser, code: string): Progress {
  if (code.replace(/\s/g, '') !== PARTNER.mfaCode)
    return tryAgain(attempt, "This code isn't correct. Check it and try again.", 500121);
  return afterCheck(world, attempt, { user, amr: ['pwd', 'mfa'], at: world.clock.now() });
}

function tryAgain(attempt: Attempt, problem: string, lockedCode: number): Progress {
  attempt.wrongTries += 1;
  if (attempt.wrongTries < MOST_WRONG_TRIES) return { kind: 'show', problem };
  return { kind: 'blocked', error: new EntraError(lockedCode) };
}

function afterCheck(world: World, attempt: Attempt, signedIn: SignedIn): Progress {
  try {
    requireNotBlocked(world, attempt.provesDevice);
  } catch (error) {
    if (error instanceof EntraError) return { kind: 'blocked', error };
    throw error;
  }
  if (attempt.purpose.kind === 'device') return show(attempt, { kind: 'confirm', signedIn });
  return afterConfirmation(world, attempt, signedIn);
}

function afterConfirmation(world: World, attempt: Attempt, signedIn: SignedIn): Progress {
  if (attempt.asksConsent || !isConsented(world, attempt.application, signedIn.user, attempt.scopes))
    return show(attempt, { kind: 'consent', signedIn });
  return { kind: 'signed-in', signedIn };
}

function show(attempt: Attempt, step: Attempt['step']): Progress {
  attempt.step = step;
  return { kind: 'show', problem: null };
}
