import type { Attempt } from '../oauth/attempt';
import { type Html, html } from '../pages/html';
import { page } from '../pages/layout';
import type { PracticeUser } from '../tenant/contract';
import { PARTNER } from '../tenant/directory';
import type { Reply } from '../wire/http';
import { consentContent } from './consent';
import { FEDERATED_SCRIPT, federatedContent } from './federated';
import { form, invalid } from './form';
import { accountHints, codeHint, passwordHint } from './hints';

/** The page of a sign-in's present step; `problem` is said on it. */
export function stepPage(attempt: Attempt, problem: string | null): Reply {
  const { title, content, script } = describe(attempt, problem);
  const { purpose } = attempt;
  return page({
    title,
    content: html`<p class="org">${PARTNER.organization}</p>
${content}`,
    ...(purpose.kind === 'authorize' ? { leadsTo: purpose.request.address.redirectUri } : {}),
    ...(script === undefined ? {} : { script }),
  });
}

interface Described {
  readonly title: string;
  readonly content: Html;
  readonly script?: string;
}

function describe(attempt: Attempt, problem: string | null): Described {
  const { step } = attempt;
  switch (step.kind) {
    case 'account':
      return { title: 'Sign in', content: accountContent(attempt, step.username, problem) };
    case 'pick':
      return { title: 'Pick an account', content: pickContent(attempt, step.session.user) };
    case 'password':
      return { title: 'Enter password', content: passwordContent(attempt, step.user, problem) };
    case 'federated':
      return {
        title: 'Sign in at your organization',
        content: html`${who(attempt, step.user)}${federatedContent(attempt, problem)}`,
        script: FEDERATED_SCRIPT,
      };
    case 'code':
      return { title: 'Enter code', content: codeContent(attempt, step.user, problem) };
    case 'confirm':
      return { title: 'Confirm', content: html`${who(attempt, step.signedIn.user)}${confirmContent(attempt)}` };
    case 'consent':
      return {
        title: 'Permissions requested',
        content: html`${who(attempt, step.signedIn.user)}${consentContent(attempt)}`,
      };
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

function pickContent(attempt: Attempt, user: PracticeUser): Html {
  return html`<h1>Pick an account</h1>
<p class="lead">to continue to <b>${attempt.application.name}</b></p>
${form(
  attempt,
  null,
  html`<div class="who">${face(user)}<div><b>${user.displayName}</b>${user.username}</div></div>
<div class="buttons"><button class="go" autofocus>Continue</button><button name="action" value="other-account">Use another account</button></div>`,
)}`;
}

function passwordContent(attempt: Attempt, user: PracticeUser, problem: string | null): Html {
  return html`${who(attempt, user)}<h1>Enter password</h1>
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

function codeContent(attempt: Attempt, user: PracticeUser, problem: string | null): Html {
  return html`${who(attempt, user)}<h1>Enter code</h1>
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

function confirmContent(attempt: Attempt): Html {
  return html`<h1>Are you trying to sign in to ${attempt.application.name}?</h1>
<p class="lead">Continue only if you started this sign-in from an app that you trust.</p>
${form(
  attempt,
  null,
  html`<div class="buttons"><button class="go" autofocus>Continue</button><button name="action" value="cancel">Cancel</button></div>`,
)}`;
}

/** Whose turn it is, with a way to be somebody else. */
function who(attempt: Attempt, user: PracticeUser): Html {
  return html`<div class="who">${face(user)}<div><b>${breakable(user.username)}</b>
<form method="post" action="/sign-in"><input type="hidden" name="flow" value="${attempt.id}"><input type="hidden" name="step" value="${attempt.step.kind}"><button class="link" name="action" value="other-account">Use another account</button></form></div></div>`;
}

/** A user name that, where it does not fit, breaks before the @ and not at a hyphen. */
function breakable(username: string): Html {
  const at = username.indexOf('@');
  return html`<span>${username.slice(0, at)}</span><span>${username.slice(at)}</span>`;
}

function face(user: PracticeUser): Html {
  const initials = user.displayName
    .split(' ')
    .map((word) => word.charAt(0))
    .join('');
  return html`<span class="face" aria-hidden="true">${initials}</span>`;
}
