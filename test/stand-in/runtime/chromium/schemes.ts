/** The app's own schemes. Chromium, which takes none, knows them as https on hosts that nobody can have (RFC 2606). */
const schemes = new Set<string>();
const END = 'stand-in.invalid';

/** Requests for the app's own schemes, as Chromium sees them. */
export const OWN_SCHEMES = `https://*.${END}/*`;

export function addScheme(scheme: string): void {
  schemes.add(scheme);
}

export function isOwnScheme(scheme: string): boolean {
  return schemes.has(scheme);
}

/** A message to Chromium, with its own names for addresses. */
export function toChromium(text: string): string {
  let mapped = text;
  for (const scheme of schemes)
    mapped = mapped.replace(new RegExp(`\\b${scheme}://([a-z0-9.-]+)`, 'g'), `https://$1.${scheme}.${END}`);
  return mapped;
}

/** A message from Chromium, with the app's names for addresses. */
export function fromChromium(text: string): string {
  let mapped = text;
  for (const scheme of schemes)
    mapped = mapped.replace(new RegExp(`https://([a-z0-9.-]+)\\.${scheme}\\.${END}`, 'g'), `${scheme}://$1`);
  return mapped;
}
