import { connect } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Progress } from '../../src/agent/answers';
import { askKeeper } from '../../src/agent/client';
import { PROTOCOL_VERSION } from '../../src/agent/contract';
import { LONGEST_MESSAGE } from '../../src/agent/frames';
import type { AnswerOf, Asker, RequestOf } from '../../src/agent/requests';
import { proofOf } from '../../src/agent/trust';
import { held, IMPORT, messagesFrom, newFolder, next, noteOf, SECRET, send, serve, someHandlers } from './support';

const QUICK = { toBegin: 2000, toAnswer: 200 };

describe('whoever asks the keeper', () => {
  test('is answered', async () => {
    const folder = await newFolder();
    const handlers = someHandlers();
    const { told } = await serve(folder, { handlers });
    expect(await askKeeper(folder, { kind: 'who' })).toEqual({
      kind: 'reply',
      answer: { kind: 'who', processId: 42, since: 1_700_000_000_000, appVersion: '1.2.3' },
    });
    expect(await askKeeper(folder, IMPORT)).toEqual({
      kind: 'reply',
      answer: { kind: 'import-token', outcome: { ok: true, words: 'Imported into "Contoso".' } },
    });
    expect(handlers.imported).toEqual([SECRET]);
    expect(told).toEqual([]);
  });

  test('finds nobody where there is no folder, none who serves it, and none any more', async () => {
    const folder = await newFolder();
    expect(await askKeeper(`${folder}/nowhere`, IMPORT)).toEqual({ kind: 'nobody' });
    expect(await askKeeper(folder, IMPORT)).toEqual({ kind: 'nobody' });
    const agent = await serve(folder);
    await agent.close();
    expect(await askKeeper(folder, IMPORT)).toEqual({ kind: 'nobody' });
  });

  test('is answered again by the one who serves it next', async () => {
    const folder = await newFolder();
    const first = await serve(folder);
    await first.close();
    const handlers = someHandlers();
    await serve(folder, { handlers });
    expect(await askKeeper(folder, IMPORT)).toMatchObject({ kind: 'reply' });
    expect(handlers.imported).toEqual([SECRET]);
  });

  test('is answered with a hundred others at once, though there is not room for all', async () => {
    const folder = await newFolder();
    const room = someHandlers();
    const isFull = held<void>();
    const handlers = {
      ...room,
      'import-token': async (request: RequestOf<'import-token'>, asker: Asker) => {
        await isFull.promise;
        return room['import-token'](request, asker);
      },
    };
    const log = (event: string, { code }: { code: string }) => {
      if (`${event} ${code}` === 'agent-refused busy') isFull.release();
    };
    await serve(folder, { handlers, log, most: 10 });
    const tokens = Array.from({ length: 100 }, (_, index) => `token-${index}`);
    const asked = await Promise.all(
      tokens.map((refreshToken) =>
        askKeeper(folder, { ...IMPORT, refreshToken }, { toBegin: 60_000, toAnswer: 60_000 }),
      ),
    );
    expect(new Set(asked.map(({ kind }) => kind))).toEqual(new Set(['reply']));
    // Each once: nobody is turned away after having asked.
    expect(handlers.imported.toSorted()).toEqual(tokens.toSorted());
  });

  test('is told that something went wrong, and nothing of what', async () => {
    const folder = await newFolder();
    const fault = { kind: 'failure', reason: 'fault', words: 'Something went wrong in the app.' };
    const faults: ReadonlyArray<() => Promise<unknown>> = [
      () => Promise.reject(new TypeError(`no ${SECRET}`)),
      () => Promise.reject(SECRET),
      () => {
        throw new Error(SECRET);
      },
      async () => ({ kind: 'import-token', outcome: { code: 9, words: SECRET } }),
      async () => ({ kind: 'import-token', outcome: { ok: true, words: 'x'.repeat(LONGEST_MESSAGE) } }),
    ];
    for (const handler of faults) {
      const handlers = { ...someHandlers() };
      Reflect.set(handlers, 'import-token', handler);
      const { told, close } = await serve(folder, { handlers });
      expect(await askKeeper(folder, IMPORT)).toEqual(fault);
      expect(told).toEqual([expect.stringMatching(/^agent-fault \w+$/)]);
      expect(await askKeeper(folder, { kind: 'who' })).toMatchObject({ kind: 'reply' });
      await close();
    }
  });

  test('is told when it asks for too much at once, and then nothing is sent', async () => {
    const folder = await newFolder();
    const handlers = someHandlers();
    await serve(folder, { handlers });
    const asked = await askKeeper(folder, { ...IMPORT, refreshToken: 'x'.repeat(LONGEST_MESSAGE) });
    expect(asked).toMatchObject({ kind: 'failure', reason: 'too-long' });
    expect(handlers.imported).toEqual([]);
  });

  test('may give up; what it asked for is done all the same', async () => {
    const folder = await newFolder();
    const answer = held<AnswerOf<'import-token'>>();
    let done = 0;
    const handlers = someHandlers({
      'import-token': () =>
        answer.promise.finally(() => {
          done += 1;
        }),
    });
    const { close } = await serve(folder, { handlers });
    expect(await askKeeper(folder, IMPORT, QUICK)).toMatchObject({ kind: 'failure', reason: 'no-answer' });
    answer.release({ kind: 'import-token', outcome: { ok: true, words: '' } });
    await close();
    expect(done).toBe(1);
  });
});

describe('when the keeper closes', () => {
  test('it answers who has asked, sends away who has not, and takes nobody more', async () => {
    const folder = await newFolder();
    const answer = held<AnswerOf<'import-token'>>();
    const isAsked = held<void>();
    const handlers = someHandlers({
      'import-token': () => {
        isAsked.release();
        return answer.promise;
      },
    });
    const { close } = await serve(folder, { handlers });
    const { address } = await noteOf(folder);
    const idle = connect(address);
    const asked = askKeeper(folder, IMPORT);
    await isAsked.promise;
    let isClosed = false;
    const closing = close().then(() => {
      isClosed = true;
    });
    expect(await next(messagesFrom(idle))).toBeUndefined();
    expect(await askKeeper(folder, { kind: 'who' })).toEqual({ kind: 'nobody' });
    expect(isClosed).toBe(false);
    answer.release({ kind: 'import-token', outcome: { ok: false, code: 1, words: 'Refused.', failure: null } });
    expect(await asked).toMatchObject({
      kind: 'reply',
      answer: { outcome: { ok: false, code: 1, words: 'Refused.', failure: null } },
    });
    await closing;
  });

  test('is shown what a person has to see meanwhile, and the answer after that', async () => {
    const folder = await newFolder();
    const code = { kind: 'code', userCode: 'ABC123', verificationUri: 'https://example.org', expiresAt: 1 } as const;
    const handlers = someHandlers({
      'import-token': async (_request, { tell }) => {
        tell({ kind: 'browser' });
        tell(code);
        return { kind: 'import-token', outcome: { ok: true, words: 'Imported.' } };
      },
    });
    await serve(folder, { handlers });
    const told: Progress[] = [];
    const asker = { signal: new AbortController().signal, tell: (progress: Progress) => void told.push(progress) };
    expect(await askKeeper(folder, IMPORT, undefined, asker)).toMatchObject({ kind: 'reply' });
    expect(told).toEqual([{ kind: 'browser' }, code]);
  });

  test.each(['gives up', 'dies'])('that %s while it waits is known to be gone', async (how) => {
    const folder = await newFolder();
    const asked = held<void>();
    const gone = held<void>();
    const handlers = someHandlers({
      'import-token': async (_request, { signal }) => {
        asked.release();
        signal.addEventListener('abort', () => gone.release());
        await gone.promise;
        return { kind: 'import-token', outcome: { ok: false, code: 1, words: 'Canceled.', failure: null } };
      },
    });
    await serve(folder, { handlers });
    if (how === 'gives up') {
      const interrupted = new AbortController();
      const asking = askKeeper(folder, IMPORT, undefined, { signal: interrupted.signal, tell: () => undefined });
      await asked.promise;
      interrupted.abort();
      expect(await asking).toMatchObject({ kind: 'failure', reason: 'canceled', words: 'Canceled.' });
    } else {
      const { address, key } = await noteOf(folder);
      const socket = connect(address);
      const messages = messagesFrom(socket);
      const nonce = 'ab'.repeat(32);
      send(socket, { version: PROTOCOL_VERSION, nonce });
      expect(await next(messages)).toMatchObject({ proof: proofOf(key, nonce) });
      send(socket, { version: PROTOCOL_VERSION, request: IMPORT });
      await asked.promise;
      socket.destroy();
    }
    await gone.promise;
  });
});
