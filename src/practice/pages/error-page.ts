import { type EntraError, timestamp } from '../wire/entra-error';
import type { Call, Reply } from '../wire/http';
import { type Html, html } from './html';
import { page } from './layout';

/** What a rule of conditional access says on its own page, which names its code only under "More details". */
interface Refusal {
  readonly title: string;
  readonly text: string;
}

const MANAGED: Refusal = {
  title: 'You can’t get there from here',
  text: 'Your sign-in was successful but your admin requires the device requesting access to be managed to access this resource.',
};

const REFUSALS: Readonly<Record<number, Refusal>> = {
  53000: MANAGED,
  53003: {
    title: 'You don’t have access to this',
    text: 'Your sign-in was successful but does not meet the criteria to access this resource.',
  },
  530003: MANAGED,
};

/** What a person sees when the application must not, or cannot, be told. */
export function errorPage(error: EntraError, call: Call): Reply {
  const refusal = REFUSALS[error.code];
  return page({
    title: 'Sign-in trouble',
    status: refusal === undefined ? 400 : 200,
    wide: true,
    content: html`${refusal === undefined ? generalTrouble(error, call) : refused(refusal, error, call)}
<p class="small">Close this window to go back to the application.</p>`,
    script: `//<![CDATA[\n$Config=${inScript(refusal === undefined ? generalConfig(error) : refusalConfig(error))};\n//]]>`,
  });
}

function generalTrouble(error: EntraError, call: Call): Html {
  return html`<h1>Sorry, but we’re having trouble signing you in</h1>
<p class="problem" role="alert" id="error" data-code="${error.code}">AADSTS${error.code}: ${error.message}</p>
<p class="small">If you ask for help, quote these details:</p>
${details(call)}`;
}

function refused({ title, text }: Refusal, error: EntraError, call: Call): Html {
  return html`<h1>${title}</h1>
<p class="problem" role="alert" id="error" data-code="${error.code}">${text}</p>
<details class="small"><summary>More details</summary>
<p>Error Code: ${error.code}</p>
${details(call)}
</details>`;
}

function details(call: Call): Html {
  return html`<dl class="ids">
<dt>Request ID</dt><dd>${call.traceId}</dd>
<dt>Correlation ID</dt><dd>${call.correlationId}</dd>
<dt>Time</dt><dd>${timestamp(call.now)}</dd>
</dl>`;
}

/**
 * The JSON that Entra ID's pages carry, as far as it tells the error. Sources: f-bader/TokenTacticsV2,
 * `Invoke-EntraErrorHandling.ps1` (`sErrorCode` of the pages of conditional access, `strMainMessage` and
 * `strServiceExceptionMessage` of the others); the page's name `pgid` from further public code that reads it.
 */
function generalConfig(error: EntraError): Record<string, unknown> {
  return {
    pgid: 'ConvergedError',
    iErrorCode: error.code,
    strMainMessage: 'Sorry, but we’re having trouble signing you in.',
    strServiceExceptionMessage: `AADSTS${error.code}: ${error.message}`,
  };
}

function refusalConfig(error: EntraError): Record<string, unknown> {
  return { pgid: 'ConvergedConditionalAccess', sErrorCode: String(error.code), sDeviceState: 'Unregistered' };
}

/** As JSON that cannot end the script it stands in. */
function inScript(value: Record<string, unknown>): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (unit) => {
    return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
