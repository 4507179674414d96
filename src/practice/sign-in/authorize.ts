import { type DurationMs, MINUTE } from '../../core/model/time';
import type { Attempt, Progress } from '../oauth/attempt';
import { type ReturnAddress, readAddress, readRequest } from '../oauth/authorize-request';
import { clientInfo } from '../oauth/tokens';
import { remember, type World } from '../oauth/world';
import { errorPage } from '../pages/error-page';
import { html } from '../pages/html';
import { page } from '../pages/layout';
import type { SignedIn } from '../tenant/grants';
import { EntraError, errorDescription } from '../wire/entra-error';
import { type Call, header, type Reply, redirect } from '../wire/http';
import { newAuthorizationCode, randomToken, sha256 } from '../wire/random';
import { findSession, startSession } from './sessions';
import { beginSignIn, continueSignIn } from './sign-in';
import { stepPage } from './step-page';

const CODE_LIFETIME: DurationMs = 10 * MINUTE;

/** `GET /{tenant}/oauth2/v2.0/authorize`. Throws {@link EntraError} for what only the person may be told. */
export async function authorizeEndpoint(world: World, call: Call, tenant: string): Promise<Reply> {
  const { application, address } = readAddress(call, tenant);
  try {
    const request = readRequest(call, application, address);
    const browser = { session: findSession(world, call), provesDevice: !isAppWindow(call) };
    const { attempt, progress } = beginSignIn(world, { kind: 'authorize', request }, browser);
    return await replyToProgress(world, call, attempt, progress);
  } catch (error) {
    if (error instanceof EntraError) return sendBackError(address, error, call);
    throw error;
  }
}

/**
 * Whether the page is shown in a window of an app. The real Entra ID asks a browser for a proof that only the operating
 * system can give it (a primary refresh token), which such a window does not get; here its name must do.
 */
function isAppWindow(call: Call): boolean {
  return /\bElectron\//.test(header(call, 'user-agent') ?? '');
}

/** `POST /sign-in`: any page of a sign-in. Throws AADSTS50089 when that sign-in is over. */
export async function signInEndpoint(world: World, call: Call): Promise<Reply> {
  const attempt = world.attempts.get(call.form.get('flow') ?? '');
  if (attempt === undefined) throw new EntraError(50089);
  return replyToProgress(world, call, attempt, continueSignIn(world, attempt, call.form));
}

/** The page, or the way back to the application, that follows. */
export async function replyToProgress(world: World, call: Call, attempt: Attempt, progress: Progress): Promise<Reply> {
  if (progress.kind === 'show') return stepPage(attempt, progress.problem);
  world.attempts.delete(attempt.id);
  switch (progress.kind) {
    case 'blocked':
      return errorPage(progress.error, call);
    case 'refused':
      if (attempt.purpose.kind === 'authorize')
        return sendBackError(attempt.purpose.request.address, progress.error, call);
      attempt.purpose.grant.outcome = { kind: 'declined' };
      return donePage('You canceled the sign-in');
    case 'signed-in':
      return finish(world, attempt, progress.signedIn);
  }
}

async function finish(world: World, attempt: Attempt, signedIn: SignedIn): Promise<Reply> {
  await world.store.save();
  const headers = startSession(world, signedIn);
  const { purpose } = attempt;
  if (purpose.kind === 'device') {
    purpose.grant.outcome = { kind: 'approved', signedIn };
    return donePage(`You have signed in to ${attempt.application.name}`, headers);
  }
  const { request } = purpose;
  const code = newAuthorizationCode();
  remember(world.codes, sha256(code), {
    clientId: request.application.clientId,
    redirectUri: request.address.redirectUri,
    scopes: request.scopes,
    signedIn,
    nonce: request.nonce,
    challenge: request.challenge,
    expiresAt: world.clock.now() + CODE_LIFETIME,
    redeemed: false,
  });
  const info: Record<string, string> = request.withClientInfo ? { client_info: clientInfo(signedIn) } : {};
  return sendBack(request.address, { code, ...info, session_state: randomToken(16) }, headers);
}

/** Sends the browser back with these parameters, and `state`. */
function sendBack(
  { redirectUri, state }: ReturnAddress,
  parameters: Readonly<Record<string, string>>,
  headers: Record<string, string> = {},
): Reply {
  const all = new URLSearchParams({ ...parameters, ...(state === null ? {} : { state }) });
  return redirect(`${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${all}`, headers);
}

/** Sends the browser back with an error (RFC 6749, 4.1.2.1), as Entra ID words it. */
function sendBackError(address: ReturnAddress, error: EntraError, call: Call): Reply {
  return sendBack(address, {
    error: error.kind.error,
    ...(error.code === 65004 ? { error_subcode: 'cancel' } : {}),
    error_description: errorDescription(error, call),
  });
}

function donePage(title: string, headers: Record<string, string> = {}): Reply {
  return page({
    title,
    headers,
    content: html`<h1>${title}</h1>
<p class="lead">You can close this window.</p>`,
  });
}
