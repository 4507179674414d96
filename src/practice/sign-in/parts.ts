import type { Attempt } from '../oauth/attempt';
import { type Html, html } from '../pages/html';
import { PARTNER } from '../tenant/directory';

/** The form of a step. The first button in it is what the Enter key presses. */
export function form(attempt: Attempt, problem: string | null, content: Html): Html {
  return html`<form class="main" id="step" method="post" action="/sign-in">
<input type="hidden" name="flow" value="${attempt.id}"><input type="hidden" name="step" value="${attempt.step.kind}">
${said(problem)}
${content}
</form>`;
}

/** What is wrong, above the field that {@link invalid} ties to it. */
export function said(problem: string | null): Html | null {
  return problem === null ? null : html`<p class="problem" role="alert" id="problem">${problem}</p>`;
}

export function invalid(problem: string | null): Html | null {
  return problem === null ? null : html` aria-invalid="true" aria-describedby="problem"`;
}

/** Which accounts there are. */
export function accountHints(): Html {
  return hint(PARTNER.users.map((user) => entry(user.username, user.about)));
}

export function passwordHint(): Html {
  return hint([entry(PARTNER.password, 'The password for every practice account.')]);
}

export function codeHint(): Html {
  return hint([entry(PARTNER.mfaCode, 'The code for every practice account that uses MFA.')]);
}

function hint(entries: readonly Html[]): Html {
  return html`<details><summary>What do I enter here?</summary><dl>${entries}</dl></details>`;
}

function entry(value: string, about: string): Html {
  return html`<div><dt><code>${value}</code></dt><dd>${about}</dd></div>`;
}
