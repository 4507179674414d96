import { PARTNER } from '../tenant/directory';
import type { Reply } from '../wire/http';
import { html } from './html';
import { page } from './layout';

/** The end of something. */
export function donePage(title: string, what: string, headers: Record<string, string> = {}): Reply {
  return page({
    title,
    headers,
    content: html`<p class="org">${PARTNER.organization}</p>
<h1>${title}</h1>
<p class="lead">${what}</p>`,
  });
}

/** Where a person types the code that another device shows. */
export function deviceCodePage(problem: string | null, typed: string): Reply {
  return page({
    title: 'Enter code',
    content: html`<p class="org">${PARTNER.organization}</p>
<h1>Enter code to allow access</h1>
<p class="lead">Enter the code that your app or device shows. Do not enter codes from sources you don’t trust.</p>
<form class="main" method="post" action="/device">
${problem === null ? null : html`<p class="problem" role="alert" id="problem">${problem}</p>`}
<label for="otc">Code</label>
<input id="otc" name="otc" class="code" value="${typed}" maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus${problem === null ? null : html` aria-invalid="true" aria-describedby="problem"`}>
<div class="buttons"><button class="go">Next</button></div>
</form>`,
  });
}
