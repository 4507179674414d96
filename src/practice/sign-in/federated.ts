import type { Attempt } from '../oauth/attempt';
import type { World } from '../oauth/world';
import { type Html, html } from '../pages/html';
import { page } from '../pages/layout';
import type { PracticeUser } from '../tenant/contract';
import { PARTNER } from '../tenant/directory';
import { EntraError } from '../wire/entra-error';
import type { Call, Reply } from '../wire/http';
import { randomToken } from '../wire/random';
import { form, invalid, passwordHint, said } from './parts';

const OWNER = 'Practice identity provider';

/** Opens the other provider's window, and takes over what that window, and no other, hands back. */
export const FEDERATED_SCRIPT = `
const form = document.getElementById('step');
let popup = null;
document.getElementById('open').addEventListener('click', () => {
  popup = window.open('/federated?flow=' + encodeURIComponent(form.elements.flow.value), 'practice-identity-provider', 'popup,width=480,height=600');
  document.getElementById('blocked').hidden = popup !== null;
});
addEventListener('message', (event) => {
  if (event.origin !== location.origin || event.source !== popup || typeof event.data?.ticket !== 'string') return;
  form.elements.ticket.value = event.data.ticket;
  form.submit();
});
`;

const HAND_OVER_SCRIPT = `
const { ticket } = document.getElementById('ticket').dataset;
if (window.opener) {
  window.opener.postMessage({ ticket }, location.origin);
  window.close();
}
`;

/** Sends a person whose passwords are kept elsewhere to a window of that identity provider. */
export function federatedContent(attempt: Attempt, problem: string | null): Html {
  return html`<h1>Sign in at your organization</h1>
<p class="lead">Another identity provider manages your account. Its sign-in page opens in a new window.</p>
${form(
  attempt,
  problem,
  html`<input type="hidden" name="ticket" value="">
<p class="problem" id="blocked" role="alert" hidden>The browser blocked the window. Allow pop-up windows, then try again.</p>
<div class="buttons"><button class="go" type="button" id="open" autofocus>Continue</button></div>`,
)}`;
}

/** `GET /federated`: the window of the other identity provider. Throws AADSTS50089 when there is no such sign-in. */
export function federatedWindow(world: World, call: Call): Reply {
  const flow = call.query.get('flow') ?? '';
  return passwordPage(flow, requireFederated(world, flow).step.user, null);
}

/** `POST /federated`: its password. A right one yields the page that hands the ticket to the window that opened this one. */
export function federatedPassword(world: World, call: Call): Reply {
  const flow = call.form.get('flow') ?? '';
  const { attempt, step } = requireFederated(world, flow);
  if (call.form.get('password') !== PARTNER.password)
    return passwordPage(flow, step.user, 'The password is incorrect. Try again.');
  const ticket = randomToken(32);
  attempt.step = { ...step, ticket };
  return page({
    title: 'Signed in',
    owner: OWNER,
    script: HAND_OVER_SCRIPT,
    content: html`<h1>You are signed in</h1>
<p class="lead" id="ticket" data-ticket="${ticket}">You can close this window.</p>`,
  });
}

function requireFederated(world: World, flow: string) {
  const attempt = world.attempts.get(flow);
  if (attempt?.step.kind !== 'federated') throw new EntraError(50089);
  return { attempt, step: attempt.step };
}

function passwordPage(flow: string, user: PracticeUser, problem: string | null): Reply {
  return page({
    title: 'Identity provider',
    owner: OWNER,
    content: html`<h1>Sign in</h1>
<p class="lead">as <b>${user.username}</b></p>
<form class="main" method="post" action="/federated">
<input type="hidden" name="flow" value="${flow}">
${said(problem)}
<input type="text" name="username" value="${user.username}" autocomplete="username" hidden>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" autofocus${invalid(problem)}>
<div class="buttons"><button class="go">Sign in</button></div>
</form>
${passwordHint()}`,
  });
}
