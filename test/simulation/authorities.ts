/** The authorities that the simulated connections sign in with. Each has outages of its own. */
export const AUTHORITIES = ['global', 'us-government'] as const;
export type Authority = (typeof AUTHORITIES)[number];

/** Which authority a connection's tenant is at home with. */
export function authorityOf(connection: number): Authority {
  return connection % 5 === 3 ? 'us-government' : 'global';
}
