import type { Attempt } from '../oauth/attempt';
import { type Html, html } from '../pages/html';
import { form } from './form';

const TICK = html`<svg width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="m4 10.500 4 4 8-9"/></svg>`;

/** What the application would be allowed to do, with yes and no. */
export function consentContent(attempt: Attempt): Html {
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
${form(
  attempt,
  null,
  html`<div class="buttons"><button class="go" autofocus>Accept</button><button name="action" value="cancel">Cancel</button></div>`,
)}`;
}

function ask(what: string, detail: string): Html {
  return html`<li>${TICK}<div>${what}<span>${detail}</span></div></li>`;
}
