/** The environment variable that a program finds an access token in. */
export const TOKEN_VARIABLE = 'PARTNER_ACCESS_TOKEN';

export const TOKEN_FORMATS = ['raw', 'header', 'json', 'env', 'powershell'] as const;
export type TokenFormat = (typeof TOKEN_FORMATS)[number];
