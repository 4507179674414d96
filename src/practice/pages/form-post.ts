import type { Reply } from '../wire/http';
import { html } from './html';
import { page } from './layout';

/** Goes back to the application with a form that sends itself (OAuth 2.0 Form Post Response Mode). */
export function formPostPage(redirectUri: string, parameters: URLSearchParams, headers: Record<string, string>): Reply {
  const fields = [...parameters].map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  return page({
    title: 'Going back to the application',
    leadsTo: redirectUri,
    script: 'document.forms[0].submit()',
    headers,
    content: html`<h1>Going back to the application</h1>
<form class="main" method="post" action="${redirectUri}">${fields}
<div class="buttons"><button class="go">Continue</button></div></form>`,
  });
}
