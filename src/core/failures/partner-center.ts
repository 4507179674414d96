import { edit, onlyElsewhere, type Rows, signInOrElsewhere } from './row';

/**
 * By the `code` in the body of a refusal of Partner Center's API, of those that reading what "Test" reads can meet. Source: Microsoft
 * Learn, "Partner Center REST error codes".
 */
export const PARTNER_CENTER: Rows = {
  // Not in Microsoft's list: its source is Partner Center's announcements of MFA for app+user calls, of 2025 and 2026.
  'partner-center/900421': signInOrElsewhere(
    'Partner Center refused the token because it has no MFA claim.',
    "Sign in again and complete MFA. If you aren't asked for it, ask the tenant admin to require it (security defaults or Conditional Access).",
  ),
  'partner-center/900123, partner-center/900124': onlyElsewhere(
    "This partner hasn't accepted the Microsoft Partner Agreement.",
    'Ask a global admin of the partner tenant to accept it in Partner Center, then test again.',
  ),
  'partner-center/900149, partner-center/800039': onlyElsewhere(
    "This partner's program enrollment isn't active.",
    'Check the enrollment in Partner Center, then test again.',
  ),
  'partner-center/900309': onlyElsewhere(
    'Conditional Access blocked the call to Partner Center.',
    'Ask a tenant admin which Conditional Access policy applies, then test again.',
  ),
  'partner-center/60003, partner-center/800015': edit(
    "Partner Center doesn't know this tenant as a partner.",
    'Check the tenant of this connection, or sign in with a user of the partner tenant.',
  ),
};
