import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBlock } from '../../../src/main/sign-in/blocked-page';
import { launchBrowser } from '../../support/chromium';

const AUTHORITY = 'https://login.example';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  page = await (await browser.newContext()).newPage();
  return () => page.context().close();
});

/** Shows a page and looks for what blocks the window. The world of its own that the real window has is left out here. */
async function look(body: string, shownAt = `${AUTHORITY}/common/login`): Promise<number | null> {
  await page.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: `<!doctype html>${body}` }));
  await page.goto(shownAt);
  const contents = {
    executeJavaScriptInIsolatedWorld: (_world: number, [script]: { code: string }[]): Promise<unknown> =>
      page.evaluate(script?.code ?? ''),
  };
  return findBlock(contents, AUTHORITY);
}

/** As Entra ID puts it into its pages. */
function config(values: Record<string, unknown>, assign = '$Config='): string {
  return `<script type="text/javascript">//<![CDATA[\n${assign}${JSON.stringify(values)};\n//]]></script>`;
}

describe('a page says that Conditional Access blocks the window', () => {
  it.each([53000, 53003, 530003])('by %i in what it carries', async (code) => {
    expect(await look(config({ pgid: 'ConvergedConditionalAccess', sErrorCode: String(code) }))).toBe(code);
  });

  it('by a number, or in the sentence of a general error page', async () => {
    expect(await look(config({ iErrorCode: 53003 }, 'var $Config = '))).toBe(53003);
    const said = 'AADSTS53003: Access has been blocked by Conditional Access policies.';
    expect(await look(config({ pgid: 'ConvergedError', strServiceExceptionMessage: said }))).toBe(53003);
  });

  it('in a line that a person can read, where it carries nothing that can be read', async () => {
    expect(await look('<p>You cannot access this</p><p>Error Code: 53000</p>')).toBe(53000);
    expect(await look('<div>AADSTS530003: Your device is required to be managed.</div>')).toBe(530003);
    expect(await look('<script>$Config={broken</script><p>Error Code: 53003</p>')).toBe(53003);
  });
});

it.each([50011, 700016, 50105])('a page says that a setting keeps everybody out, by %i', async (code) => {
  expect(await look(config({ iErrorCode: code, strServiceExceptionMessage: `AADSTS${code}: It is.` }))).toBe(code);
});

describe('a page says nothing of the kind', () => {
  it('with any other code', async () => {
    for (const code of ['50126', '530099', '5300', '153003', 'null', ''])
      expect(await look(config({ sErrorCode: code }))).toBeNull();
    expect(await look('<p>Error Code: 530099</p><p>AADSTS50126: Wrong password.</p>')).toBeNull();
  });

  it('when its texts only mention one, as a tenant may write them', async () => {
    const texts = '<p>Error Code: 53003</p><p>AADSTS53003: ask the help desk</p>';
    expect(await look(`${config({ pgid: 'ConvergedSignIn', sErrorCode: '' })}${texts}`)).toBeNull();
    expect(await look(config({ sBoilerPlateText: '"sErrorCode":"53003"' }))).toBeNull();
    expect(await look(`<input type="password">${texts}`)).toBeNull();
    expect(await look('<p>If you see Error Code: 53003, ask AADSTS53003: the help desk.</p>')).toBeNull();
    expect(await look('<p hidden>Error Code: 53003</p>')).toBeNull();
  });

  it('when it is not the authority that says it', async () => {
    const blocked = config({ sErrorCode: '53003' });
    for (const origin of ['https://adfs.example', 'https://login.example:8443', 'http://login.example'])
      expect(await look(blocked, `${origin}/common/login`)).toBeNull();
    expect(await look('<iframe srcdoc="<p>Error Code: 53003</p>"></iframe>')).toBeNull();
  });

  it('when it is empty or cannot be looked at', async () => {
    expect(await look('')).toBeNull();
    expect(await look(config({ sErrorCode: { toString: 'x' } }))).toBeNull();
    const gone = { executeJavaScriptInIsolatedWorld: () => Promise.reject(new Error('gone')) };
    expect(await findBlock(gone, AUTHORITY)).toBeNull();
    for (const answer of [null, 'text', { origin: AUTHORITY, code: '53003' }, { origin: AUTHORITY, code: 1 }])
      expect(await findBlock({ executeJavaScriptInIsolatedWorld: async () => answer }, AUTHORITY)).toBeNull();
  });
});
