import { type SecretService, startSecretService } from '../../../test/support/secret-service';
import type { Lab } from '../lab';
import { median, repeat } from '../repeat';
import type { Work } from './work';

/** Warms up the code; each costs as much as a measured one. */
const BEFORE = 10;

/** Both sides use the same keyring, which holds the same all the time: the bare loop overwrites entries with what they hold. */
export function realKeyring(connections: 100 | 300): Work {
  const name = `refresh-keyring-${connections}`;
  const what = `${connections} connections refreshed at once ÷ bare MSAL loop with one write and one read of the keychain each, real keyring: time`;
  return {
    rows: [{ name, what, unit: 'ratio', must: 1.3 }],
    measure: async (lab) => {
      const keyring = await startSecretService();
      try {
        return [median(await compare(lab, keyring, connections))];
      } finally {
        await keyring.stop();
      }
    },
  };
}

async function compare(lab: Lab, { env }: SecretService, connections: number): Promise<number[]> {
  const home = await lab.settle(await lab.seed(connections), env);
  // From the second refresh on, the keyring holds as many entries after one as before.
  await lab.measureIn(home, { do: 'refresh' });
  return repeat({ atMost: 5, within: 120_000 }, async () => {
    const bare = await lab.measureIn(home, { do: 'exchange', before: BEFORE });
    const ours = await lab.measureIn(home, { do: 'refresh', before: BEFORE });
    return ours.wall / bare.wall;
  });
}
