import { endpointsOf, type Place } from '../../core/model/clouds';
import { parseUrl } from '../../core/model/url';

/** Where a device code is entered, besides the authority's own host. Source: the replies of Entra ID in its clouds. */
const DEVICE_CODE_PAGES = ['https://microsoft.com', 'https://www.microsoft.com', 'https://login.microsoft.com'];

/**
 * The address as it is to be opened, when it is on a host where a cloud has its pages: by https, or the practice cloud's own. `null`
 * for all else, whoever named it: a server's reply can hold any scheme, and the system runs programs for some.
 */
export function expectedPage(address: string, place: Place, practiceOrigin: string | null): string | null {
  const href = parseUrl(address)?.href;
  if (href === undefined) return null;
  const { authority, portal } = endpointsOf(place);
  const known =
    place.cloud === 'practice' ? [practiceOrigin] : [new URL(authority).origin, portal, ...DEVICE_CODE_PAGES];
  return known.some((origin) => origin !== null && href.startsWith(`${origin}/`)) ? href : null;
}
