/** A page of an application's registration in the portal. */
export type RegistrationPage = 'overview' | 'authentication' | 'credentials' | 'api-permissions';

/** What the portal calls each page. */
export const REGISTRATION_PAGE_NAMES: Readonly<Record<RegistrationPage, string>> = {
  overview: 'Overview',
  authentication: 'Authentication',
  credentials: 'Certificates & secrets',
  'api-permissions': 'API permissions',
};
