import { CLOUDS, type CustomCloud, type Place } from '../model/clouds';
import { parseUrl } from '../model/url';

/** A certificate of an authority takes 1 to 2 KB in PEM; more than a few is a whole store. */
const LONGEST_CA = 12_000;

/** What a person says of a custom cloud, field by field; `cloud` stands for the whole. */
export type CloudField = 'cloud' | keyof CustomCloud;

/** What is wrong with each part of where a connection lives; `null` for what is fine. */
export function cloudProblems({ cloud, customCloud }: Place): Partial<Record<CloudField, string | null>> {
  if (cloud !== 'custom') return { cloud: customCloud === null ? null : 'Only a custom cloud has its own addresses.' };
  if (customCloud === null) return { cloud: 'Enter the addresses of the custom cloud.' };
  return {
    authority: authorityProblem(customCloud.authority),
    partnerCenter: partnerCenterProblem(customCloud.partnerCenter),
    scope: scopeProblem(customCloud.scope),
    extraCa: extraCaProblem(customCloud.extraCa),
  };
}

/** What is wrong with the authority of a custom cloud, or `null`. */
export function authorityProblem(authority: string): string | null {
  const url = parseUrl(authority);
  if (!url) return 'Enter the authority, such as https://login.example.com.';
  if (url.protocol !== 'https:') return 'The authority must start with https://.';
  if (url.username !== '' || url.password !== '') return "An authority can't contain a user name. Enter only the host.";
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    return 'Enter only the host. The tenant has its own field.';
  const known = Object.values(CLOUDS).find((endpoints) => new URL(endpoints.authority).host === url.host);
  return known ? `This is the "${known.label}" cloud. Choose it instead.` : null;
}

/** What is wrong with the Partner Center address of a custom cloud, or `null`. */
export function partnerCenterProblem(address: string): string | null {
  const url = parseUrl(address);
  if (!url) return 'Enter the Partner Center address, such as https://api.partnercenter.example.com.';
  if (url.protocol !== 'https:') return 'The Partner Center address must start with https://.';
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    return 'Enter only the host and, if there is one, the path.';
  return null;
}

/** What is wrong with the Partner Center scope of a custom cloud, or `null`. */
export function scopeProblem(scope: string): string | null {
  if (/^(?:https|api):\/\/[\x21\x23-\x5b\x5d-\x7e]{3,400}$/.test(scope)) return null;
  return 'Enter one full scope, such as https://api.partnercenter.example.com/user_impersonation.';
}

/** What is wrong with the extra certificates of a custom cloud, or `null`. Whether each is a certificate is for the network to find out. */
export function extraCaProblem(extraCa: string | null): string | null {
  if (extraCa === null) return null;
  if (extraCa.length > LONGEST_CA)
    return "This file has too many certificates. Choose only the authority's certificate.";
  if (/PRIVATE KEY/.test(extraCa)) return "This file contains a private key. Choose only the authority's certificate.";
  const whole = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/.test(extraCa);
  return whole ? null : 'Choose a certificate in PEM format. It starts with -----BEGIN CERTIFICATE-----.';
}
