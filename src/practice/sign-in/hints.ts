import { type Html, html } from '../pages/html';
import { PARTNER } from '../tenant/directory';

/** Which accounts there are, and what to enter for them. */
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
