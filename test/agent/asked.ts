/** Looks like a refresh token, and is nowhere but in what is asked. */
export const SECRET = `1.AXoA-secret-${'s3cr3t'.repeat(100)}`;
export const IMPORT = { kind: 'import-token', wanted: 'Contoso', refreshToken: SECRET } as const;
