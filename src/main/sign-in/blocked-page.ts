import type { WebContents } from 'electron';
import { FAMILIES } from '../../core/failures/catalogue';

/**
 * The codes that count: those of conditional access that the system's browser may satisfy, and those that end only once
 * somebody has changed a setting, such as a redirect URI that is not registered. With any other the person can go on.
 */
const CODES: readonly number[] = FAMILIES.flatMap(({ rows }) => Object.entries(rows)).flatMap(
  ([code, { kind, remedy }]) => {
    const number = /^AADSTS(\d+)$/.exec(code)?.[1];
    return number !== undefined && (kind === 'setup' || remedy === 'sign-in-in-browser') ? [Number(number)] : [];
  },
);

/** Neither the page's own world (0) nor the one that Electron keeps for preloads (999). */
const WORLD = 1000;

/**
 * The code by which Entra ID's page says that nobody gets in here; `null` for every other page. Such a page never leads back
 * to the application, so that nothing but the page tells.
 *
 * Nothing of the page comes here but its origin and one of a few numbers: what reads it runs in a world of its own, where no
 * script of the page can reach or deceive it, and changes nothing. A page of another origin than the authority's does not count,
 * also if it has taken the place of the one that was asked meanwhile. Never rejects.
 */
export async function findBlock(
  contents: Pick<WebContents, 'executeJavaScriptInIsolatedWorld'>,
  authority: string,
): Promise<number | null> {
  const answer: unknown = await contents.executeJavaScriptInIsolatedWorld(WORLD, [{ code: SCRIPT }]).catch(() => null);
  if (typeof answer !== 'object' || answer === null || !('origin' in answer && 'code' in answer)) return null;
  const { origin, code } = answer;
  return origin === authority && typeof code === 'number' && CODES.includes(code) ? code : null;
}

/**
 * Runs in the page, and can use nothing of this file.
 *
 * Entra ID's pages carry what they show as JSON in an inline script, `$Config={…};` between CDATA marks. The page of a rule
 * has its code as `sErrorCode` (`"53003"`); a general error page as `iErrorCode`, or at the start of
 * `strServiceExceptionMessage` (`AADSTS53003: …`). Where that can be read it alone counts, since the texts on a page may hold
 * what a tenant wrote. Of a page without it, and without anything to type in, the lines `Error Code: 53003`, as under "More
 * details", and `AADSTS53003: …` count. Nothing of this is promised by Microsoft: a page that is built otherwise says nothing.
 * Sources: f-bader/TokenTacticsV2, `Invoke-EntraErrorHandling.ps1` and `Get-EntraIDTokenFromCookie.ps1` (`$Config`,
 * `sErrorCode`, the titles by `iErrorTitle`); Microsoft Learn, "Troubleshoot sign-in problems with Conditional Access"
 * ("More Details" on the page).
 */
function readPage(codes: readonly number[]): { origin: string; code: number | null } {
  const known = (code: unknown): number | null => codes.find((wanted) => String(wanted) === String(code)) ?? null;
  const leading = (text: unknown): number | null => known(/^\s*AADSTS(\d+):/.exec(String(text))?.[1]);
  const readConfig = (): object | null => {
    for (const { textContent } of document.querySelectorAll('script:not([src])')) {
      const json = /\$Config\s*=\s*(\{[\s\S]*\})\s*;?\s*(?:\/\/\]\]>)?\s*$/.exec(textContent ?? '')?.[1];
      if (json === undefined) continue;
      try {
        const config: unknown = JSON.parse(json);
        if (typeof config === 'object') return config;
      } catch {
        // Built in a way that nobody has published.
      }
    }
    return null;
  };
  const find = (): number | null => {
    const config = readConfig();
    if (config !== null) {
      const said = (name: string): unknown => Reflect.get(config, name);
      return known(said('sErrorCode')) ?? known(said('iErrorCode')) ?? leading(said('strServiceExceptionMessage'));
    }
    if (document.querySelector('input:not([type=hidden]):not([type=button]):not([type=submit])') !== null) return null;
    // biome-ignore lint/performance/useDomNodeTextContent: what a person can read, and its lines
    for (const line of document.body.innerText.split('\n')) {
      const code = known(/^\s*Error Code:\s*(\d+)\s*$/i.exec(line)?.[1]) ?? leading(line);
      if (code !== null) return code;
    }
    return null;
  };
  return { origin: location.origin, code: find() };
}

const SCRIPT = `(${readPage})(${JSON.stringify(CODES)})`;
