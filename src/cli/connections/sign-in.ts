import type { ConnectionFacts, Progress } from '../../agent/answers';
import type { SignInMethod } from '../../core/model/connection';
import { inUtc } from '../../core/model/time';
import type { Cli } from '../command';
import { CommandError } from '../command-error';
import { connectionJson } from '../output/connection-json';
import { findConnection } from './connections';

interface Flags {
  readonly deviceCode?: true;
  readonly consent?: true;
  readonly browser: boolean;
}

/** Signs in: in the system's browser, with a code, or in the app's window when the app runs and that is the connection's way. */
export async function signIn(cli: Cli, flags: Flags, name = ''): Promise<void> {
  const { consent, browser } = flags;
  const { id, signInMethod } = await findConnection(cli, name);
  // It takes as long as a person does: what others ask meanwhile is answered.
  await cli.session.serve();
  const method = methodOf(flags, signInMethod);
  const isInWindow = !cli.session.isAlone && method === null && signInMethod === 'app-window';
  if (isInWindow) cli.terminal.note('Sign in in the window that Partner Token Tray opens. Ctrl+C cancels.');
  const { connection } = await cli
    .ask(
      { kind: 'sign-in', wanted: id, method, consent: consent === true, opensBrowser: browser },
      (progress) => !isInWindow && cli.terminal.note(wordsFor(progress)),
    )
    .catch((error: unknown) => {
      throw cli.signal.aborted ? new CommandError(130, 'Canceled. Nothing changed.') : error;
    });
  if (cli.terminal.json) return cli.terminal.printJson(connectionJson(connection));
  cli.terminal.print(outcomeInWords(connection));
  if (connection.hasMfa === false)
    cli.terminal.note('Partner Center refuses tokens without MFA. Set up MFA for this user, then sign in again.');
}

/** `null`: the connection's own. An address is only for a browser. */
function methodOf({ deviceCode, browser }: Flags, own: SignInMethod): SignInMethod | null {
  if (deviceCode) return 'device-code';
  return browser || own === 'device-code' ? null : 'system-browser';
}

function wordsFor(progress: Progress): string {
  switch (progress.kind) {
    case 'browser':
      return 'Sign in in the browser that has opened. Ctrl+C cancels.';
    case 'address':
      return `To sign in, open this address in a browser on this computer. Ctrl+C cancels.\n${progress.address}`;
    case 'code':
      return `To sign in, open ${progress.verificationUri} on any device and enter the code ${progress.userCode} by ${inUtc(progress.expiresAt)}. Ctrl+C cancels.`;
  }
}

function outcomeInWords({ name, account, hasMfa, expiresAt }: ConnectionFacts): string {
  const who = account ? ` as ${account}` : '';
  const mfa = hasMfa === null ? '' : hasMfa ? ' with MFA' : ' without MFA';
  const until = expiresAt === null ? '' : ` The refresh token expires on ${inUtc(expiresAt)}.`;
  return `Signed in to "${name}"${who}${mfa}.${until}`;
}
