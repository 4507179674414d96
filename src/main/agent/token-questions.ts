import type { TokenRequest } from '../../agent/handlers/ports';
import type { AskingProgram, ProgramName } from '../../platform/system/process-name';
import type { Dialogs } from '../system/dialogs';
import type { Choice, Question } from '../wording/questions';
import { replaceQuestion, setUpQuestion } from '../wording/vault-questions';

/** What the person says: yes, until the app ends, from now on, or no. */
export type Answer = 'once' | 'login' | 'always' | 'no';

/** Why a program gets no token, for whoever started it. */
export const REFUSALS = {
  no: "You didn't allow this in Partner Token Tray.",
  never:
    'Partner Token Tray gives no tokens to other programs. In its Settings, change "Tokens for other programs" from "Never", then try again.',
  off: '"Command line" was turned off in Partner Token Tray. Turn it on in Settings, then try again.',
  late: 'Partner Token Tray asked whether to allow this, and nobody answered within 2 minutes. Try again, and answer its question.',
  busy: 'Partner Token Tray is waiting for your answer to other questions. Answer them, then try again.',
  quitting: 'Partner Token Tray is quitting. Start it again, then try again.',
  left: 'The program that asked is gone.',
} as const;

const YES: Readonly<Record<string, Answer>> = {
  'Allow once': 'once',
  'Allow for this login': 'login',
  Always: 'always',
};

/** Asks for the person's permission. A refresh token is allowed once at most, and as by the panel's own export. */
export async function askForToken(
  dialogs: Pick<Dialogs, 'choose' | 'verifyPerson'>,
  request: TokenRequest,
  program: AskingProgram,
  signal: AbortSignal,
): Promise<Answer> {
  if (request.what === 'access-token') {
    const chosen = await dialogs.choose(questionOfAccess(request, program), signal);
    return (chosen === null ? undefined : YES[chosen]) ?? 'no';
  }
  const question = questionOfRefreshToken(request, program);
  const chosen = await dialogs.choose(choiceOf(question, program), signal);
  if (chosen === null || signal.aborted) return 'no';
  return (await dialogs.verifyPerson(question.yes.toLowerCase())) ? 'once' : 'no';
}

function questionOfAccess({ connection }: TokenRequest, program: AskingProgram): Choice<string> {
  // Whoever can't be told from others isn't remembered.
  const isKnown = program.path !== null || program.parent !== null;
  return {
    message: `Give an access token of "${connection.name}" to ${program.name}?`,
    detail: `${whoAsks(program)}\n\nThe program can act as the partner user for an hour. "Allow for this login" lasts until you quit Partner Token Tray.`,
    choices: isKnown ? Object.keys(YES) : ['Allow once'],
    no: "Don't allow",
  };
}

/** Where a refresh token goes to a key vault, the person has to know which, and that it isn't for once. */
function questionOfRefreshToken({ connection: { name }, vault }: TokenRequest, program: AskingProgram): Question {
  if (vault)
    return vault.asked === 'replace' ? replaceQuestion(name, vault.settings) : setUpQuestion(name, vault.settings);
  return {
    message: `Export the refresh token of "${name}" to ${program.name}?`,
    detail: 'Anyone who has it can act as the partner user without MFA until it expires.',
    yes: 'Export',
  };
}

function choiceOf({ message, detail, yes }: Question, program: AskingProgram): Choice<string> {
  return { message, detail: `${whoAsks(program)}\n\n${detail}`, choices: [yes], no: "Don't allow" };
}

function whoAsks({ parent, ...program }: AskingProgram): string {
  return [`Program: ${inFull(program)}`, `Started by: ${parent ? inFull(parent) : 'unknown'}`].join('\n');
}

function inFull({ name, path }: ProgramName): string {
  return path === null ? name : `${name} (${path})`;
}
