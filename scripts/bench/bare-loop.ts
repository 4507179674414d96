import { ConfidentialClientApplication, type INetworkModule } from '@azure/msal-node';
import { PRACTICE_AUTHORITY } from '../../src/core/model/clouds';
import { scopesOf } from '../../src/core/model/resource';
import { toPracticeOrigin } from '../../src/platform/http/practice-origin';
import type { NativeKeychain } from '../../src/platform/keychain/native';
import { PARTNER } from '../../src/practice/tenant/directory';

/** A refresh token, and the entry of the keychain that is written and read when it has been exchanged. */
export interface BareToken {
  refreshToken: string;
  readonly account: string;
  readonly value: string;
}

const AT_ONCE = 4;
const SERVICE = 'Partner Token Tray';

/**
 * The least that keeping tokens alive with MSAL can cost: each is exchanged by a client of its own, as tokens of many
 * tenants must be, the new one is taken from MSAL's cache, and one entry of the keychain is written and read.
 */
export async function exchangeAll(tokens: readonly BareToken[], native: NativeKeychain, origin: string): Promise<void> {
  const network = plainNetwork(origin);
  const waiting = tokens.values();
  const work = async () => {
    for (const token of waiting) {
      token.refreshToken = await exchange(token.refreshToken, network);
      await native.setPassword(SERVICE, token.account, token.value);
      if ((await native.getPassword(SERVICE, token.account)) !== token.value) throw new Error('not kept');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function exchange(refreshToken: string, networkClient: INetworkModule): Promise<string> {
  const client = new ConfidentialClientApplication({
    auth: {
      clientId: PARTNER.clientId,
      clientSecret: PARTNER.clientSecret,
      authority: `${PRACTICE_AUTHORITY}/${PARTNER.tenantId}`,
      knownAuthorities: [new URL(PRACTICE_AUTHORITY).host],
    },
    system: { networkClient },
  });
  const scopes = [...scopesOf({ cloud: 'practice', customCloud: null }, { kind: 'partner-center' })];
  await client.acquireTokenByRefreshToken({ refreshToken, scopes, forceCache: true });
  for (const kept of Object.values(client.getTokenCache().getKVStore()))
    if (typeof kept === 'object' && 'credentialType' in kept && kept.credentialType === 'RefreshToken')
      return kept.secret;
  throw new Error('MSAL kept no refresh token');
}

/** MSAL speaks HTTPS only; the practice cloud listens on HTTP. */
function plainNetwork(origin: string): INetworkModule {
  const send = async (url: string, init: RequestInit) => {
    const response = await fetch(toPracticeOrigin(url, origin), init);
    return { headers: {}, status: response.status, body: await response.json() };
  };
  return {
    sendGetRequestAsync: (url, options) => send(url, { headers: options?.headers ?? {} }),
    sendPostRequestAsync: (url, options) =>
      send(url, { method: 'POST', headers: options?.headers ?? {}, body: options?.body ?? '' }),
  };
}
