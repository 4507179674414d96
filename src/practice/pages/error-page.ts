import { PARTNER } from '../directory';
import { type CallIds, type EntraError, timestamp } from '../entra-error';
import type { Reply } from '../http';
import { html } from './html';
import { page } from './layout';

/** What a person sees when the application must not, or cannot, be told. */
export function errorPage(error: EntraError, ids: CallIds): Reply {
  return page({
    title: 'Sign-in trouble',
    status: 400,
    wide: true,
    content: html`<p class="org">${PARTNER.organization}</p>
<h1>Sorry, but we’re having trouble signing you in</h1>
<p class="problem" role="alert" id="error" data-code="${error.code}">AADSTS${error.code}: ${error.message}</p>
<p class="small">If you ask for help, quote these details:</p>
<dl class="ids">
<dt>Request ID</dt><dd>${ids.traceId}</dd>
<dt>Correlation ID</dt><dd>${ids.correlationId}</dd>
<dt>Time</dt><dd>${timestamp(ids.now)}</dd>
</dl>
<p class="small">Close this window to go back to the application.</p>`,
  });
}
