import type { Attempt } from '../oauth/attempt';
import { type Html, html } from '../pages/html';

/** The form of a step. The first button in it is what the Enter key presses. */
export function form(attempt: Attempt, problem: string | null, content: Html): Html {
  return html`<form class="main" id="step" method="post" action="/sign-in">
<input type="hidden" name="flow" value="${attempt.id}"><input type="hidden" name="step" value="${attempt.step.kind}">
${problem === null ? null : html`<p class="problem" role="alert" id="problem">${problem}</p>`}
${content}
</form>`;
}

/** Ties a field to the problem said above it. */
export function invalid(problem: string | null): Html | null {
  return problem === null ? null : html` aria-invalid="true" aria-describedby="problem"`;
}
