import type { Connection } from './connection';
import type { Failure } from './failure';
import { methodsFor } from './sign-in-methods';

/** A failure with the remedy that this connection has: the table of meanings does not know what kind of application it is. */
export function fitRemedy(failure: Failure, connection: Connection): Failure {
  const { application, signInMethod } = connection;
  if (failure.remedy === 'replace-secret' && application.kind === 'certificate')
    return { ...failure, remedy: 'replace-certificate' };
  if (failure.remedy === 'replace-secret' && application.kind === 'public')
    return { ...failure, remedy: 'edit-connection', registrationPage: 'authentication' };
  if (failure.remedy === 'sign-in-in-browser') {
    if (signInMethod === 'system-browser') return { ...failure, remedy: 'sign-in' };
    const methods = methodsFor(connection);
    if (!methods.includes('system-browser'))
      return { ...failure, remedy: 'sign-in', advice: methods.includes('app-window') ? NO_BROWSER_YET : ASK_ADMIN };
  }
  // A device code has no way to ask for consent; the page asks by itself where it is missing.
  if (failure.remedy === 'sign-in-with-consent' && signInMethod === 'device-code')
    return { ...failure, remedy: 'sign-in' };
  return failure;
}

const ASK_ADMIN = 'Ask the tenant admin which conditional access policy applies.';
const NO_BROWSER_YET = `Your browser may be let in, but to sign in with it this connection needs a redirect URI that begins with http://localhost. ${ASK_ADMIN}`;
