import type { Keeper } from '../../../src/core/keeper/keeper';
import { type DurationMs, SECOND } from '../../../src/core/model/time';
import type { Sent } from '../../../src/platform/http/fetch-within';
import { createTokenEndpoint } from '../../../src/platform/msal/token-endpoint';
import type { PracticeCloud } from '../../../src/practice';
import type { PracticePolicy } from '../../../src/practice/tenant/contract';
import { World } from '../../core/world';
import { obtainTokens, practise } from '../../practice/support/cloud';
import { connection, never } from '../msal/support';

/** The way from the keeper to the practice cloud; a test bends it. */
export interface Wire {
  /** Where the sign-in host seems to be. */
  origin: string;
  /** What somebody in between makes of a good reply of the token endpoint. */
  alter: ((reply: Record<string, unknown>) => Record<string, unknown>) | null;
  fetch: (url: string, init: Sent) => Promise<Response>;
}

export interface KeptOverTheWire {
  readonly world: World;
  readonly keeper: Keeper;
  readonly id: string;
  readonly cloud: PracticeCloud;
  readonly wire: Wire;
  /** Lets time pass on both clocks without a timer firing. */
  advance(span: number): void;
}

/** The real keeper on real MSAL on a real socket to the practice cloud, holding a token that a sign-in there gave. */
export async function keepOverTheWire(
  given: { timeout?: DurationMs; policy?: Partial<PracticePolicy> } = {},
): Promise<KeptOverTheWire> {
  const { timeout = 30 * SECOND, policy = {} } = given;
  const cloud = await practise();
  cloud.setPolicy(policy);
  const { refreshToken } = await obtainTokens(cloud);
  const wire: Wire = { origin: cloud.origin, alter: null, fetch };
  const endpoint = createTokenEndpoint({
    timeout,
    practiceOrigin: () => wire.origin,
    fetch: async (input, init) => {
      const response = await wire.fetch(input, init);
      if (wire.alter === null || init.method !== 'POST') return response;
      const { status, headers } = response;
      return Response.json(wire.alter(await response.json()), { status, headers: { date: headers.get('date') ?? '' } });
    },
  });
  const settings = connection({ schedule: { kind: 'remind-only' } });
  const { clientSecret } = cloud.partner;
  const redeem = (token: string) =>
    endpoint.redeem({
      connection: settings,
      credential: { kind: 'secret', clientSecret },
      refreshToken: token,
      signal: never(),
    });

  const first = await redeem(refreshToken);
  if (!first.ok) throw new Error(`no tokens: ${JSON.stringify(first.raw)}`);
  const world = new World();
  world.now = cloud.clock.now();
  world.server = redeem;
  const { keeper, id } = await world.signedIn(settings, first.tokens);
  return {
    world,
    keeper,
    id,
    cloud,
    wire,
    advance: (span) => {
      world.now += span;
      cloud.clock.advance(span);
    },
  };
}
