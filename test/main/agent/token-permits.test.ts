import { describe, expect, it } from 'vitest';
import type { TokenRequest } from '../../../src/agent/handlers/ports';
import { type AppSettings, DEFAULT_SETTINGS } from '../../../src/core/model/settings';
import { MINUTE } from '../../../src/core/model/time';
import { TokenPermits } from '../../../src/main/agent/token-permits';
import { type Answer, REFUSALS } from '../../../src/main/agent/token-questions';
import { type AskingProgram, UNKNOWN_PROGRAM } from '../../../src/platform/system/process-name';
import { CONTOSO_VAULT } from '../../support/contoso';
import { aConnection, HandTimers, settle } from '../support';

const PWSH: AskingProgram = {
  name: 'partner-token',
  path: '/usr/bin/partner-token',
  parent: { name: 'pwsh', path: '/usr/bin/pwsh' },
};
const PYTHON: AskingProgram = { ...PWSH, parent: { name: 'python3', path: null } };
const NODE: AskingProgram = { name: 'node', path: '/usr/bin/node', parent: null };
const PROGRAMS: Readonly<Record<number, AskingProgram>> = {
  1: PWSH,
  2: PYTHON,
  3: NODE,
  4: { ...NODE, name: 'four', path: '/4' },
};
const DE = aConnection();
const UK = aConnection({ id: 'f'.repeat(32), name: 'Contoso UK' });

interface Question {
  readonly of: string;
  readonly signal: AbortSignal;
  answer(answer: Answer): void;
  break(): void;
}

function setUp(change: Partial<AppSettings> = { tokenRequests: 'ask' }) {
  let current: AppSettings = { ...DEFAULT_SETTINGS, ...change };
  const questions: Question[] = [];
  const timers = new HandTimers();
  const permits = new TokenPermits({
    settings: {
      current: () => current,
      change: (to) => {
        current = { ...current, ...to };
        permits.settingsChanged();
      },
    },
    programOf: async (processId) => PROGRAMS[processId] ?? UNKNOWN_PROGRAM,
    ask: ({ what, connection }, program, signal) =>
      new Promise((resolve, reject) => {
        const of = `${what} of ${connection.name} for ${program.name} by ${program.parent?.name ?? '?'}`;
        questions.push({ of, signal, answer: resolve, break: () => reject(new Error('no display')) });
      }),
    timers,
  });
  const ask = (processId = 1, more: Partial<TokenRequest> = {}, signal = new AbortController().signal) =>
    permits.decide({ what: 'access-token', connection: DE, processId, ...more }, signal);
  return {
    ...{ permits, questions, timers, ask },
    settings: () => current,
    set: (to: Partial<AppSettings>) => {
      current = { ...current, ...to };
      permits.settingsChanged();
    },
    /** Asks, and answers what the person is asked for it. */
    askAndSay: async (answer: Answer, processId?: number, more?: Partial<TokenRequest>) => {
      const asked = ask(processId, more);
      await settle();
      questions.at(-1)?.answer(answer);
      return asked;
    },
  };
}

const GRANTED = { granted: true, to: 'partner-token, started by pwsh' };
const refused = (why: keyof typeof REFUSALS) => ({ granted: false, words: REFUSALS[why] });
const ALWAYS = { connectionId: DE.id, program: '/usr/bin/partner-token', parent: '/usr/bin/pwsh' };

describe('an access token', () => {
  it('is given without a question where the setting allows it, and never where it says so', async () => {
    const { ask, questions, set } = setUp({ tokenRequests: 'allow' });
    expect(await ask()).toEqual(GRANTED);
    set({ tokenRequests: 'never' });
    expect(await ask()).toEqual(refused('never'));
    expect(questions).toEqual([]);
  });

  it('is asked about each time when it is allowed once, and not given when it is not allowed', async () => {
    const { askAndSay, questions } = setUp();
    expect(await askAndSay('once')).toEqual(GRANTED);
    expect(await askAndSay('no')).toEqual(refused('no'));
    expect(questions.map(({ of }) => of)).toEqual(
      Array(2).fill('access-token of Contoso DE for partner-token by pwsh'),
    );
  });

  it('is asked about once for this login, for the same program, parent and connection', async () => {
    const { ask, askAndSay, questions, settings } = setUp();
    expect(await askAndSay('login')).toEqual(GRANTED);
    expect(await ask()).toEqual(GRANTED);
    expect(questions).toHaveLength(1);
    for (const [processId, connection] of [
      [2, DE],
      [3, DE],
      [1, UK],
    ] as const)
      expect(await askAndSay('no', processId, { connection })).toEqual(refused('no'));
    expect(settings().tokenGrants).toEqual([]);
  });

  it('is allowed always by the settings, until that is taken back or the connection is gone', async () => {
    const { ask, askAndSay, permits, questions, set, settings } = setUp();
    expect(await askAndSay('always')).toEqual(GRANTED);
    expect(settings().tokenGrants).toEqual([ALWAYS]);
    expect(await ask()).toEqual(GRANTED);
    expect(questions).toHaveLength(1);
    set({ tokenGrants: [] });
    expect(await askAndSay('no')).toEqual(refused('no'));
    expect(await askAndSay('always')).toEqual(GRANTED);
    expect(await askAndSay('always', 1, { connection: UK })).toEqual(GRANTED);
    permits.connectionRemoved(DE.id);
    expect(settings().tokenGrants).toEqual([{ ...ALWAYS, connectionId: UK.id }]);
  });

  it('is asked about once for all who ask for the same at once', async () => {
    const { ask, questions } = setUp();
    const asked = [ask(), ask(), ask()];
    await settle();
    expect(questions).toHaveLength(1);
    questions[0]?.answer('always');
    expect(await Promise.all(asked)).toEqual([GRANTED, GRANTED, GRANTED]);
  });

  it('is not given when the question cannot be shown', async () => {
    const { ask, questions } = setUp();
    const asked = ask();
    await settle();
    questions[0]?.break();
    expect(await asked).toEqual(refused('no'));
  });
});

describe('a refresh token', () => {
  it('is asked about every time, whatever is set and was allowed', async () => {
    const { askAndSay, questions } = setUp({ tokenRequests: 'allow', tokenGrants: [ALWAYS] });
    expect(await askAndSay('once', 1, { what: 'refresh-token' })).toEqual(GRANTED);
    expect(await askAndSay('no', 1, { what: 'refresh-token' })).toEqual(refused('no'));
    expect(questions.map(({ of }) => of)).toEqual(
      Array(2).fill('refresh-token of Contoso DE for partner-token by pwsh'),
    );
  });

  it('for one key vault is no yes for another, nor for the program itself', async () => {
    const { ask, questions } = setUp();
    const settings = CONTOSO_VAULT;
    const asked = [
      ask(1, { what: 'refresh-token', vault: { settings, asked: 'set-up' } }),
      ask(1, {
        what: 'refresh-token',
        vault: { settings: { ...settings, url: 'https://evil.vault.azure.net' }, asked: 'set-up' },
      }),
      ask(1, { what: 'refresh-token' }),
    ];
    await settle();
    expect(questions).toHaveLength(3);
    questions[0]?.answer('once');
    for (const question of questions.slice(1)) question.answer('no');
    expect(await Promise.all(asked)).toEqual([GRANTED, refused('no'), refused('no')]);
  });

  it('allows no access token along with it', async () => {
    const { askAndSay, settings } = setUp();
    expect(await askAndSay('always', 1, { what: 'refresh-token' })).toEqual(GRANTED);
    expect(settings().tokenGrants).toEqual([]);
    expect(await askAndSay('no')).toEqual(refused('no'));
  });

  it('is refused without a question where no program may have tokens', async () => {
    const { ask, questions } = setUp({ tokenRequests: 'never' });
    expect(await ask(1, { what: 'refresh-token' })).toEqual(refused('never'));
    expect(questions).toEqual([]);
  });
});

describe('a question that nobody answers', () => {
  it('ends when all who asked are gone, and not before', async () => {
    const { ask, questions } = setUp();
    const [one, other] = [new AbortController(), new AbortController()];
    const asked = [ask(1, {}, one.signal), ask(1, {}, other.signal)];
    await settle();
    one.abort();
    expect(await asked[0]).toEqual(refused('left'));
    expect(questions[0]?.signal.aborted).toBe(false);
    other.abort();
    expect(await asked[1]).toEqual(refused('left'));
    expect(questions[0]?.signal.aborted).toBe(true);
  });

  it.each([0, 1, 2, 3, 4, 5, 6])(
    'leaves nobody without an answer who asks just after the last one goes: %i',
    async (turns) => {
      const { ask, questions } = setUp();
      const gone = new AbortController();
      const first = ask(1, {}, gone.signal);
      await settle();
      gone.abort();
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const second = ask();
      await settle();
      questions.at(-1)?.answer('once');
      expect([await first, await second]).toEqual([refused('left'), GRANTED]);
    },
  );

  it('ends after two minutes, whatever becomes of the dialog', async () => {
    const { ask, questions, timers } = setUp();
    const asked = ask();
    await settle();
    timers.pass(2 * MINUTE - 1);
    expect(questions[0]?.signal.aborted).toBe(false);
    timers.pass(1);
    expect(await asked).toEqual(refused('late'));
    expect(questions[0]?.signal.aborted).toBe(true);
  });

  it('is not in the way of others; but there are never more than three', async () => {
    const { ask, askAndSay, questions, timers } = setUp();
    void ask(1);
    void ask(2);
    await settle();
    expect(await askAndSay('once', 3)).toEqual({ granted: true, to: 'node' });
    void ask(3);
    await settle();
    expect(await ask(4)).toEqual(refused('busy'));
    expect(questions).toHaveLength(4);
    timers.pass(2 * MINUTE);
    expect(await askAndSay('once', 4)).toEqual({ granted: true, to: 'four' });
    expect(timers.count).toBe(0);
  });

  it('ends when the app quits, and nothing is given from then on', async () => {
    const { ask, permits, questions, set } = setUp();
    const asked = ask();
    await settle();
    permits.end();
    expect(await asked).toEqual(refused('quitting'));
    expect(questions[0]?.signal.aborted).toBe(true);
    set({ tokenRequests: 'allow' });
    expect(await ask()).toEqual(refused('quitting'));
  });
});

describe('a changed setting', () => {
  it.each([
    [{ tokenRequests: 'allow' }, GRANTED],
    [{ tokenRequests: 'never' }, refused('never')],
    [{ agentSocket: false }, refused('off')],
  ] as const)('counts at once, also for what is being asked: %j', async (change, outcome) => {
    const { ask, questions, set } = setUp();
    const asked = ask();
    await settle();
    set(change);
    expect(await asked).toEqual(outcome);
    expect(questions[0]?.signal.aborted).toBe(true);
  });

  it('of another kind leaves the question open', async () => {
    const { ask, questions, set } = setUp();
    const asked = ask();
    await settle();
    set({ theme: 'dark' });
    questions[0]?.answer('once');
    expect(await asked).toEqual(GRANTED);
  });

  it('takes back what was allowed for this login', async () => {
    const { ask, askAndSay, set } = setUp();
    await askAndSay('login');
    set({ tokenRequests: 'never' });
    expect(await ask()).toEqual(refused('never'));
    set({ tokenRequests: 'ask' });
    expect(await askAndSay('no')).toEqual(refused('no'));
  });
});
