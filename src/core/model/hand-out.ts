import type { ExportTarget } from './exported-token';

const ACCESS_TOKEN = 'access-token:';
const REFRESH_TOKEN = 'program:';

/** What the history remembers a token that left the app by. */
export type HandOut =
  | { readonly what: 'access-token'; readonly to: { readonly program: string } | 'clipboard' }
  | { readonly what: 'refresh-token'; readonly to: { readonly program: string } | ExportTarget };

/** The code of its history entry: no program's name can pass for another place. */
export function codeOfHandOut({ what, to }: HandOut): string {
  if (typeof to === 'object') return `${what === 'access-token' ? ACCESS_TOKEN : REFRESH_TOKEN}${to.program}`;
  return what === 'access-token' ? '' : to;
}

/** The program that an access token, or a refresh token, went to; `null`: it went somewhere else. */
export function programIn(code: string, what: HandOut['what']): string | null {
  const lead = what === 'access-token' ? ACCESS_TOKEN : REFRESH_TOKEN;
  return code.startsWith(lead) ? code.slice(lead.length) : null;
}
