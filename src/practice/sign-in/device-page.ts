import { findDeviceGrant } from '../oauth/device-code';
import type { World } from '../oauth/world';
import { html } from '../pages/html';
import { page } from '../pages/layout';
import type { Call, Reply } from '../wire/http';
import { replyToProgress } from './authorize';
import { invalid, said } from './parts';
import { beginSignIn } from './sign-in';

/** `GET /device`: where a person types the code (RFC 8628, section 3.3). */
export function devicePage(): Reply {
  return codePage(null, '');
}

/** `POST /device`: the code, which begins a sign-in if it is right. */
export async function enterDeviceCode(world: World, call: Call): Promise<Reply> {
  const typed = call.form.get('otc') ?? '';
  const grant = findDeviceGrant(world, typed);
  if (grant === null) return codePage('That code didn’t work. Check it, or start again in the app.', typed);
  // Whichever device this browser runs on, the tokens go to another, which has not shown which it is.
  const { attempt, progress } = beginSignIn(world, { kind: 'device', grant }, { session: null, provesDevice: false });
  return replyToProgress(world, call, attempt, progress);
}

function codePage(problem: string | null, typed: string): Reply {
  return page({
    title: 'Enter code',
    content: html`<h1>Enter code to allow access</h1>
<p class="lead">Enter the code that your app or device shows. Do not enter codes from sources you don’t trust.</p>
<form class="main" method="post" action="/device">
${said(problem)}
<label for="otc">Code</label>
<input id="otc" name="otc" class="code" value="${typed}" maxlength="12" autocomplete="off" autocapitalize="characters" spellcheck="false" required autofocus${invalid(problem)}>
<div class="buttons"><button class="go">Next</button></div>
</form>`,
  });
}
