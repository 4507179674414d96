import { type ExportTarget, exportTargetSchema } from './exported-token';

const ACCESS_TOKEN = 'access-token:';
const REFRESH_TOKEN = 'program:';

/** The code of an export that did not get to where it was to go. */
export const WITHDRAWN = 'withdrawn';

/** What the history remembers a token that left the app by. */
export type HandOut =
  | { readonly what: 'access-token'; readonly to: { readonly program: string } | 'clipboard' }
  | { readonly what: 'refresh-token'; readonly to: { readonly program: string } | ExportTarget };

/** The code of its history entry: no program's name can pass for another place. */
export function codeOfHandOut({ what, to }: HandOut): string {
  if (typeof to === 'object') return `${what === 'access-token' ? ACCESS_TOKEN : REFRESH_TOKEN}${to.program}`;
  return what === 'access-token' ? '' : to;
}

/** Whether the code is that of a refresh token that was exported; else an access token was copied or given away. */
export function isExport(code: string): boolean {
  return (
    code === WITHDRAWN || code.startsWith(REFRESH_TOKEN) || exportTargetSchema.options.some((target) => target === code)
  );
}

/** The program that an access token, or a refresh token, went to; `null`: it went somewhere else. */
export function programIn(code: string, what: HandOut['what']): string | null {
  const lead = what === 'access-token' ? ACCESS_TOKEN : REFRESH_TOKEN;
  return code.startsWith(lead) ? code.slice(lead.length) : null;
}
