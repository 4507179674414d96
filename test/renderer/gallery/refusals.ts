import type { SupportDetails } from '../../../src/ipc/contract';
import type { PanelMethod } from '../../../src/ipc/panel-api';
import type { Remedy } from '../../../src/ipc/vocabulary';
import type { Failing } from './fake-tray';

/** What main would have made of a failure with that code. */
export function detailsWith(code: string): SupportDetails {
  return {
    code,
    text: `Code: ${code}\nTime: 2026-11-23T12:00:00.000Z\nTrace ID: 0a1b2c3d-0000-4000-8000-000000000000`,
  };
}

/** Main's answer to a method that failed, with the button that helps. */
function refusedWith(method: PanelMethod, code: string, what: string, remedy: Remedy): Failing {
  return { [method]: { ok: false, what, advice: 'This helps.', remedy, details: detailsWith(code) } };
}

/** Each method fails for another reason, so that every button has its turn. */
export const EVERYTHING_REFUSED: Failing = {
  ...refusedWith('copyAccessTokenAs', 'AADSTS65001', 'Nobody has consented.', 'open-app-registration'),
  ...refusedWith('importToken', 'AADSTS700007', 'The refresh token was issued to another application.', 'sign-in'),
  ...refusedWith('exportRefreshToken', 'AADSTS7000222', 'The client secret has expired.', 'replace-secret'),
  ...refusedWith('replaceCredential', 'AADSTS700016', 'The tenant does not know it.', 'edit-connection'),
  ...refusedWith('testConnection', 'AADSTS50011', 'The redirect URI is not registered.', 'copy-redirect-uri'),
  ...refusedWith('removeConnection', 'keychain/locked', 'The keychain is locked.', 'retry-keychain'),
  ...refusedWith('addConnection', 'keychain/locked', 'The keychain is locked.', 'retry-keychain'),
  ...refusedWith('refresh', 'AADSTS90002', 'There is no such tenant.', 'edit-connection'),
  ...refusedWith('readCredentialExpiry', 'AADSTS7000215', 'The client secret is wrong.', 'replace-secret'),
  ...refusedWith('actOnNotification', 'AADSTS50011', 'The redirect URI is not registered.', 'copy-redirect-uri'),
};
