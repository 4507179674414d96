import type { Attempt } from '../oauth/attempt';
import { type Html, html } from '../pages/html';
import { page } from '../pages/layout';
import type { PracticeUser } from '../tenant/contract';
import type { Reply } from '../wire/http';
import { FEDERATED_SCRIPT, federatedContent } from './federated';
import { accountHints, codeHint, form, invalid, passwordHint } from './parts';

/** The page of a sign-in's present step; `problem` is said on it. */
export function stepPage(attempt: Attempt, problem: string | null): Reply {
  const { step, purpose } = attempt;
  const { title, content } = describe(attempt, problem);
  return page({
    title,
    content: step.kind === 'account' ? content : html`${who(attempt, userOf(step))}${content}`,
    ...(purpose.kind === 'authorize' ? { leadsTo: purpose.request.address.redirectUri } : {}),
    ...(step.kind === 'federated' ? { script: FEDERATED_SCRIPT } : {}),
  });
}

function userOf(step: Exclude<Attempt['step'], { kind: 'account' }>): PracticeUser {
  return 'user' in step ? step.user : step.signedIn.user;
}

function describe(attempt: Attempt, problem: string | null): { title: string; content: Html } {
  const { step } = attempt;
  switch (step.kind) {
    case 'account':
      return { title: 'Sign in', content: accountContent(attempt, step.username, problem) };
    case 'password':
      return { title: 'Enter password', content: passwordContent(attempt, step.user, problem) };
    case 'federated':
      return { title: 'Sign in at your organization', content: federatedContent(attempt, problem) };
    case 'code':
      return { title: 'Enter code', content: codeContent(attempt, problem) };
    case 'confirm':
      return { title: 'Confirm', content: confirmContent(attempt) };
    case 'consent':
      return { title: 'Permissions requested', content: consentContent(attempt) };
  }
}

function accountContent(attempt: Attempt, username: string, problem: string | null): Html {
  return html`<h1>Sign in</h1>
<p class="lead">to continue to <b>${attempt.application.name}</b></p>
${form(
  attempt,
  problem,
  html`<label for="loginfmt">User name</label>
<input id="loginfmt" name="loginfmt" type="email" value="${username}" autocomplete="username" placeholder="someone@organization.example" spellcheck="false" autofocus${invalid(problem)}>
<div class="buttons"><button class="go">Next</button></div>`,
)}
${accountHints()}`;
}

function passwordContent(attempt: Attempt, user: PracticeUser, problem: string | null): Html {
  return html`<h1>Enter password</h1>
${form(
  attempt,
  problem,
  html`<input type="text" name="username" value="${user.username}" autocomplete="username" hidden>
<label for="passwd">Password</label>
<input id="passwd" name="passwd" type="password" autocomplete="current-password" autofocus${invalid(problem)}>
<div class="buttons"><button class="go">Sign in</button></div>`,
)}
${passwordHint()}`;
}

function codeContent(attempt: Attempt, problem: string | null): Html {
  return html`<h1>Enter code</h1>
<p class="lead">Enter the 6-digit code from your authenticator app.</p>
${form(
  attempt,
  problem,
  html`<label for="otc">Code</label>
<input id="otc" name="otc" class="code" inputmode="numeric" maxlength="7" autocomplete="one-time-code" autofocus${invalid(problem)}>
<div class="buttons"><button class="go">Verify</button><button name="action" value="cancel" formnovalidate>Cancel</button></div>`,
)}
${codeHint()}`;
}

/** Only with a device code. */
function confirmContent(attempt: Attempt): Html {
  return html`<h1>Are you trying to sign in to ${attempt.application.name}?</h1>
<p class="lead">Continue only if you started this sign-in from an app that you trust.</p>
${form(attempt, null, choice('Continue'))}`;
}

/** What the application would be allowed to do, with yes and no. */
function consentContent(attempt: Attempt): Html {
  const { scopes, application } = attempt;
  const asks = scopes.permissions.map((permission) =>
    ask(scopes.resource.permissions[permission] ?? permission, `${scopes.resource.name}: ${permission}`),
  );
  if (scopes.openId.has('offline_access'))
    asks.push(ask('Keep this access while you are away', 'offline_access: the application gets a refresh token'));
  if (scopes.openId.has('openid') || scopes.openId.has('profile'))
    asks.push(ask('Sign you in and read your profile', 'openid, profile'));
  return html`<h1>Permissions requested</h1>
<p class="lead"><b>${application.name}</b> would like to:</p>
<ul class="asks">${asks}</ul>
${form(attempt, null, choice('Accept'))}`;
}

const TICK = html`<svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="m4 10.500 4 4 8-9"/></svg>`;

function ask(what: string, detail: string): Html {
  return html`<li>${TICK}<div>${what}<span>${detail}</span></div></li>`;
}

function choice(yes: string): Html {
  return html`<div class="buttons"><button class="go" autofocus>${yes}</button><button name="action" value="cancel">Cancel</button></div>`;
}

/** Whose turn it is, with a way to be somebody else. */
function who(attempt: Attempt, user: PracticeUser): Html {
  const initials = user.displayName.split(' ').map((word) => word.charAt(0));
  return html`<div class="who"><span class="face" aria-hidden="true">${initials.join('')}</span><div><b>${breakable(user.username)}</b>
<form method="post" action="/sign-in"><input type="hidden" name="flow" value="${attempt.id}"><input type="hidden" name="step" value="${attempt.step.kind}"><button class="link" name="action" value="other-account">Use another account</button></form></div></div>`;
}

/** A user name that, where it does not fit, breaks before the @ and not at a hyphen. */
function breakable(username: string): Html {
  const at = username.indexOf('@');
  return html`<span>${username.slice(0, at)}</span><span>${username.slice(at)}</span>`;
}
