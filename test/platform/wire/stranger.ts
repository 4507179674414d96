import { expect } from 'vitest';
import type { ConnectionSettings } from '../../../src/core/model/connection';
import { SecretStore } from '../../../src/core/storage/secret-store';
import type { NetworkOptions } from '../../../src/platform/http/fetch-within';
import { type BegunAuthorization, createAuthorization } from '../../../src/platform/msal/authorization';
import { createTokenEndpoint } from '../../../src/platform/msal/token-endpoint';
import { World } from '../../core/world';
import { CLIENT, type Habits, startStrangeAuthority } from '../../support/strange-authority';
import { trustingFetch } from '../../support/trusting-fetch';
import { never } from '../msal/support';

export const CREDENTIAL = { kind: 'secret', clientSecret: CLIENT.secret } as const;

/** The real keeper on real MSAL over TLS to an authorization server that is not Entra ID. */
export async function meetStranger(habits: Partial<Habits> = {}, change: Partial<ConnectionSettings> = {}) {
  const authority = await startStrangeAuthority(habits);
  const settings = { ...authority.settings, ...change };
  const trusting = trustingFetch(authority.ca);
  const options: NetworkOptions = { practiceOrigin: () => null, fetch: trusting };
  const endpoint = createTokenEndpoint(options);
  const world = new World();
  world.server = (refreshToken, credential = CREDENTIAL) =>
    endpoint.redeem({ connection: settings, credential, refreshToken, signal: never() });
  const keeper = world.keeper();
  await keeper.start();
  const added = await keeper.add(settings, CREDENTIAL);
  if (!added.ok) throw new Error(JSON.stringify(added.failure));
  const { id } = added.value;

  const begin = async (): Promise<BegunAuthorization> => {
    const request = { connection: settings, credential: CREDENTIAL, loginHint: null, consent: false, signal: never() };
    const begun = await createAuthorization(options)(request);
    if (!begun.ok) throw new Error(JSON.stringify(begun.raw));
    return begun.value;
  };
  /** The person signs in: this server asks for nothing, and sends the browser back. */
  const signIn = async (bend: (redirect: URL) => void = () => undefined) => {
    const ticket = await keeper.beginSignIn(id);
    if (!ticket.ok) throw new Error(ticket.failure.code);
    const begun = await begin();
    const sent = await trusting(begun.url, { redirect: 'manual' });
    const redirect = new URL(sent.headers.get('location') ?? '');
    bend(redirect);
    return ticket.value.complete(await begun.finish(redirect));
  };
  /** The refresh token in the keychain. */
  const held = async (): Promise<string> => {
    const secret = await new SecretStore(world.keychain).newest(id, 'refresh-token', null);
    return JSON.parse(secret?.text ?? '{}').refreshToken;
  };
  return { authority, settings, options, world, keeper, id, begin, signIn, held };
}

export type Met = Awaited<ReturnType<typeof meetStranger>>;

/** A refresh token that the server has made. */
export const NEW = expect.stringMatching(/^[\w-]{12}$/);
