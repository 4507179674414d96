import type { TokenEndpoint } from '../../core/keeper/ports';
import { scopesOf } from '../../core/model/resource';
import type { NetworkOptions } from '../http/fetch-within';
import { exchange } from './client';

/** Trades refresh tokens through MSAL. */
export function createTokenEndpoint(options: NetworkOptions): TokenEndpoint {
  return {
    redeem: async ({ connection, credential, refreshToken, resource, signal }) => {
      const scopes = [...scopesOf(connection, resource ?? connection.resource)];
      return exchange(options, {
        connection,
        credential,
        refreshToken,
        secrets: [],
        signal,
        ask: (client) => client.acquireTokenByRefreshToken({ refreshToken, scopes }),
      });
    },
  };
}
