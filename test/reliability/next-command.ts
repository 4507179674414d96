import * as v from 'valibot';
import { openAlone } from '../../src/cli/keeper/alone';
import { secretStoreOf } from '../../src/cli/secret-store';
import { obeyParent } from './child';
import { furnish } from './furnish';

/** Becomes the keeper wherever a command died, one place after the other, as the next command does, and reports what it found. */
const Order = v.variant('do', [
  v.object({ do: v.literal('furnish'), entries: v.array(v.object({ account: v.string(), value: v.string() })) }),
  v.object({
    do: v.literal('go on'),
    folder: v.string(),
    wanted: v.string(),
    /** A refresh token from elsewhere, to be imported once more; `null`: none is. */
    refreshToken: v.nullable(v.string()),
  }),
]);
type GoOn = Extract<v.InferOutput<typeof Order>, { do: 'go on' }>;

const asker = { signal: new AbortController().signal, tell: () => undefined };

async function goOn({ folder, wanted, refreshToken }: GoOn): Promise<unknown> {
  const keeper = await openAlone({ dataFolder: folder, secretStore: secretStoreOf({}, process.env) });
  if (!keeper) throw new Error('the folder is held');
  try {
    const listed = await keeper.ask({ kind: 'list', wanted: '', from: 0 }, asker);
    const of = { wanted, validFor: 0, resource: null, processId: process.pid };
    const token = await keeper.ask({ kind: 'access-token', ...of }, asker);
    const imported =
      refreshToken === null ? null : await keeper.ask({ kind: 'import-token', wanted, refreshToken }, asker);
    if (!listed.outcome.ok) throw new Error(listed.outcome.words);
    const { connections, trouble } = listed.outcome;
    return {
      found: connections.map((connection) => ({ name: connection.name, trouble: connection.trouble?.code ?? null })),
      appTrouble: trouble,
      token: token.outcome.ok ? 'ok' : token.outcome.words,
      imported: imported === null || imported.outcome.ok ? 'ok' : imported.outcome.words,
    };
  } finally {
    await keeper.close();
  }
}

obeyParent(Order, async (order) =>
  order.do === 'furnish' ? furnish('Partner Token Tray', order.entries) : goOn(order),
);
