/** What the portal calls each page of an application's registration. */
export const REGISTRATION_PAGE_NAMES = {
  overview: 'Overview',
  authentication: 'Authentication',
  credentials: 'Certificates & secrets',
  'api-permissions': 'API permissions',
} as const;

export type RegistrationPage = keyof typeof REGISTRATION_PAGE_NAMES;
