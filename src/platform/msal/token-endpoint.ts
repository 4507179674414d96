import type { TokenEndpoint } from '../../core/ports';
import { exchange, scopesOf } from './client';
import type { MsalOptions } from './network';

/** Trades refresh tokens through MSAL. */
export function createTokenEndpoint(options: MsalOptions): TokenEndpoint {
  return {
    redeem: ({ connection, clientSecret, refreshToken, signal }) =>
      exchange(options, {
        connection,
        clientSecret,
        secrets: [refreshToken],
        signal,
        // Without forceCache the new refresh token is not put into the cache, the only place where MSAL shows it.
        ask: (client) =>
          client.acquireTokenByRefreshToken({ refreshToken, scopes: scopesOf(connection), forceCache: true }),
      }),
  };
}
