import type { Connection } from './connection';
import type { Failure } from './failure';
import { methodsFor } from './sign-in-methods';

/** A failure with the remedy that this connection has: the table of meanings does not know what kind of application it is. */
export function fitRemedy(failure: Failure, connection: Connection): Failure {
  const { application, signInMethod } = connection;
  if (failure.remedy === 'replace-secret' && application.kind === 'certificate')
    return { ...failure, remedy: 'replace-certificate' };
  if (failure.remedy === 'replace-secret' && application.kind === 'public')
    return { ...failure, remedy: 'edit-connection' };
  if (failure.remedy === 'sign-in-in-browser') {
    const possible = signInMethod !== 'system-browser' && methodsFor(connection).includes('system-browser');
    if (!possible) return { ...failure, remedy: 'sign-in' };
  }
  // A device code has no way to ask for consent; the page asks by itself where it is missing.
  if (failure.remedy === 'sign-in-with-consent' && signInMethod === 'device-code')
    return { ...failure, remedy: 'sign-in' };
  return failure;
}
