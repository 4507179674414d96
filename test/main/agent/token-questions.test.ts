import { expect, it } from 'vitest';
import type { TokenRequest } from '../../../src/agent/handlers/ports';
import { CIPP_NAMES } from '../../../src/core/model/vault';
import { askForToken } from '../../../src/main/agent/token-questions';
import type { Choice } from '../../../src/main/wording/questions';
import { type AskingProgram, UNKNOWN_PROGRAM } from '../../../src/platform/system/process-name';
import { CONTOSO_VAULT } from '../../support/contoso';
import { aConnection } from '../support';

const PROGRAM: AskingProgram = {
  name: 'partner-token',
  path: '/usr/bin/partner-token',
  parent: { name: 'pwsh', path: null },
};

async function ask(
  what: 'access-token' | 'refresh-token',
  says: string | null,
  {
    program = PROGRAM,
    isVerified = true,
    signal = new AbortController().signal,
    vault = undefined as TokenRequest['vault'],
  } = {},
) {
  const shown: Choice<string>[] = [];
  const verified: string[] = [];
  const dialogs: Parameters<typeof askForToken>[0] = {
    choose: async (choice) => {
      shown.push(choice);
      return choice.choices.find((button) => button === says) ?? null;
    },
    verifyPerson: async (reason) => {
      verified.push(reason);
      return isVerified;
    },
  };
  const request: TokenRequest = { what, connection: aConnection(), processId: 1, ...(vault ? { vault } : {}) };
  const answer = await askForToken(dialogs, request, program, signal);
  return { answer, verified, question: shown[0] };
}

it('names the program, its parent and the connection, and can be allowed in three ways', async () => {
  const { question } = await ask('access-token', null);
  expect(question).toMatchObject({
    message: 'Give an access token of "Contoso DE" to partner-token?',
    detail: expect.stringMatching(/^Program: partner-token \(\/usr\/bin\/partner-token\)\nStarted by: pwsh\n/),
    choices: ['Allow once', 'Allow for this login', 'Always'],
    no: "Don't allow",
  });
});

it.each([
  ['Allow once', 'once'],
  ['Allow for this login', 'login'],
  ['Always', 'always'],
  [null, 'no'],
] as const)('takes "%s" for what it says', async (says, answer) => {
  const { verified, ...asked } = await ask('access-token', says);
  expect(asked).toMatchObject({ answer });
  expect(verified).toEqual([]);
});

it('remembers no program that it cannot tell from others', async () => {
  const { question } = await ask('access-token', null, { program: UNKNOWN_PROGRAM });
  expect(question).toMatchObject({
    message: 'Give an access token of "Contoso DE" to an unknown program?',
    detail: expect.stringMatching(/^Program: an unknown program\nStarted by: unknown\n/),
    choices: ['Allow once'],
  });
});

it('lets a refresh token go once at most, and only with the person verified', async () => {
  const { question, ...asked } = await ask('refresh-token', 'Export');
  expect(asked).toEqual({ answer: 'once', verified: ['export'] });
  expect(question).toMatchObject({
    message: 'Export the refresh token of "Contoso DE" to partner-token?',
    choices: ['Export'],
  });
  expect(await ask('refresh-token', 'Export', { isVerified: false })).toMatchObject({ answer: 'no' });
  expect(await ask('refresh-token', null)).toMatchObject({ answer: 'no', verified: [] });
});

it('says which key vault a refresh token goes to, what else does, and that it is not for once', async () => {
  const settings = { ...CONTOSO_VAULT, names: CIPP_NAMES.names };
  const { question, ...asked } = await ask('refresh-token', 'Set up Key Vault', {
    vault: { settings, asked: 'set-up' },
  });
  expect(asked).toEqual({ answer: 'once', verified: ['set up key vault'] });
  expect(question?.message).toBe('Keep the refresh token of "Contoso DE" in Key Vault?');
  expect(question?.detail).toMatch(/^Program: partner-token .*\nStarted by: pwsh\n\n/);
  expect(question?.detail).toMatch(
    /and its client secret to .*"token" of https:\/\/contoso\.vault.*after each refresh\./,
  );
  const replaced = await ask('refresh-token', 'Replace', { vault: { settings, asked: 'replace' } });
  expect(replaced.question?.message).toBe('Replace what the secret "token" holds?');
  expect(replaced.answer).toBe('once');
});

it('verifies nobody when the asker has gone meanwhile', async () => {
  expect(await ask('refresh-token', 'Export', { signal: AbortSignal.abort() })).toMatchObject({
    answer: 'no',
    verified: [],
  });
});
