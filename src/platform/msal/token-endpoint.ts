import type { TokenEndpoint } from '../../core/keeper/ports';
import { scopesOf } from '../../core/model/resource';
import { exchange } from './client';
import type { MsalOptions } from './network';

/** Trades refresh tokens through MSAL. */
export function createTokenEndpoint(options: MsalOptions): TokenEndpoint {
  return {
    redeem: async ({ connection, credential, refreshToken, resource, signal }) => {
      const scopes = [...scopesOf(connection, resource ?? connection.resource)];
      return exchange(options, {
        connection,
        credential,
        secrets: [refreshToken],
        signal,
        ask: (client) => client.acquireTokenByRefreshToken({ refreshToken, scopes }),
      });
    },
  };
}
