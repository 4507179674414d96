import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import type { BatchView } from '../../src/ipc/contract';
import { paste } from '../support/paste';
import { atRest, openGallery } from './browser';

const gallery = openGallery('production');
/** Evaluated rather than added as a script: the page's content security policy would refuse that. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Way = (page: Page) => Promise<void>;
const stay: Way = async () => undefined;
const menuItem =
  (name: string): Way =>
  async (page) => {
    await page
      .getByRole('button', { name: /^More(?:,|$)/ })
      .first()
      .click();
    await page.getByRole('menuitem', { name }).click();
  };
const openPage: Way = async (page) => {
  await page.getByRole('article').getByRole('heading').getByRole('link').first().click();
  await page.getByRole('list', { name: 'History' }).or(page.getByText('Nothing has happened to this')).waitFor();
  await page.getByRole('list', { name: 'Exported tokens' }).waitFor();
};
const theChart: Way = async (page) => {
  await openPage(page);
  await page.getByRole('slider').press('ArrowLeft');
};
const batch =
  (change: Partial<BatchView>): Way =>
  (page) =>
    page.evaluate((changed) => {
      const named = [{ connectionId: window.gallery.state.connections[0]?.id ?? '', what: 'The password changed.' }];
      const view = { kind: 'refresh', state: 'running', total: 40, good: 0, waiting: 0, needingYou: 0, named } as const;
      window.gallery.rest({ batch: { ...view, ...changed } });
    }, change);
const addForm: Way = (page) => page.getByRole('button', { name: 'Add connection' }).click();

/** Every place one can be in. */
const PLACES: ReadonlyArray<readonly [place: string, scene: string, way: Way]> = [
  ['the first screen', 'empty', stay],
  ['cards in every state', 'each', stay],
  ['work in progress', 'busy', stay],
  ['sign-ins in every way', 'ways', stay],
  ['the other ways to sign in', 'new', (page) => page.getByRole('button', { name: 'More ways to sign in' }).click()],
  [
    'a sign-in that is blocked',
    'blocked',
    (page) =>
      page
        .getByRole('button', { name: /^Sign in(?:,|$)/ })
        .first()
        .click(),
  ],
  ['a copied token', 'copied', stay],
  ['what has just worked', 'one', (page) => page.getByRole('button', { name: 'Refresh now' }).click()],
  [
    'what can be done with all',
    'two',
    (page) => page.getByRole('button', { name: 'All connections', exact: true }).click(),
  ],
  ['all being refreshed', 'two', batch({ state: 'running', good: 10 })],
  ['all having been tested', 'two', batch({ kind: 'test', state: 'ended', good: 39, needingYou: 1 })],
  ['notifications', 'notifications', stay],
  ['a trouble of the app', 'trouble', stay],
  ['a trouble that no try can end', 'newer', stay],
  [
    'a token for another resource',
    'one',
    (page) => page.getByRole('button', { name: 'Copy an access token for another resource' }).click(),
  ],
  [
    'what failed in a dialog, with the button that helps',
    'helpless',
    async (page) => {
      await menuItem('Copy as…')(page);
      await page.getByRole('button', { name: 'Copy', exact: true }).click();
      await page.getByRole('dialog').getByText('AADSTS65001').waitFor();
    },
  ],
  ['a test that finds no MFA', 'no-mfa', menuItem('Test connection')],
  ['a held certificate', 'certified', menuItem('Edit')],
  [
    'what to register for a connection that is there',
    'one',
    async (page) => {
      await menuItem('Edit')(page);
      await page.getByRole('button', { name: 'What to register in Entra ID' }).click();
    },
  ],
  ['a learned lifetime', 'learned', stay],
  ['a sign-in that is due soon', 'sign-in-due', stay],
  ['a secret that expires', 'expiring', stay],
  ['a wrong clock', 'clock', stay],
  ['the practice cloud', 'practice', stay],
  ['what to type in practice', 'empty', (page) => page.getByRole('button', { name: /^Try it/ }).click()],
  [
    'rows of which one is open, in groups, with counts that are pressed',
    'thirty',
    async (page) => {
      await page.getByLabel('Sort connections').selectOption('By cloud');
      await page.getByRole('button', { name: 'need action' }).click();
      await page.getByRole('button', { name: 'Proseware 9', exact: true }).click();
      await page.getByRole('searchbox').press('ArrowDown');
    },
  ],
  ['a key vault that is behind', 'vault', menuItem('Key Vault…')],
  [
    'the settings of a key vault',
    'one',
    async (page) => {
      await menuItem('Key Vault…')(page);
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('What to write').selectOption('More, by names of my choice');
      await dialog.getByLabel('Write as').selectOption("This computer's managed identity");
      await dialog.getByRole('button', { name: 'Set up' }).click();
    },
  ],
  ['an open menu', 'one', (page) => page.getByRole('button', { name: /^More(?:,|$)/ }).click()],
  [
    'the form with its help and errors',
    'one',
    async (page) => {
      await addForm(page);
      await paste(page.getByLabel('Paste anything'), 'refresh_token=1.AVY'.padEnd(80, 'x'));
      await page.getByRole('button', { name: 'Add and import token' }).click();
    },
  ],
  [
    'the first of the four steps',
    'empty',
    (page) => page.getByRole('button', { name: /^Connect to Partner Center/ }).click(),
  ],
  [
    'the steps after a connection was added',
    'new',
    async (page) => {
      await addForm(page);
      await page.getByRole('button', { name: 'What to register' }).click();
      await page.getByRole('button', { name: 'Next' }).click();
      await paste(
        page.getByLabel('Paste anything'),
        'tenant=contoso.com client_id=11111111-2222-3333-4444-555555555555 client_secret=Zq8~of-some-length',
      );
      await page.getByRole('textbox', { name: 'Name' }).fill('Contoso Asia');
      await page.getByRole('button', { name: 'Add and sign in' }).click();
      await page.getByRole('heading', { name: 'Sign in to Contoso Asia' }).waitFor();
    },
  ],
  ['a connection like another one', 'one', menuItem('Duplicate')],
  [
    'a draft that is continued',
    'one',
    async (page) => {
      await menuItem('Duplicate')(page);
      await page.getByRole('textbox', { name: 'Name' }).fill('Contoso Graph');
      await page.keyboard.press('Escape');
      await menuItem('Duplicate')(page);
      await page.getByRole('button', { name: 'Discard draft' }).waitFor();
    },
  ],
  ['the edit form', 'one', menuItem('Edit')],
  ['the settings', 'granted', (page) => page.getByRole('button', { name: 'Settings' }).click()],
  ['the keyboard shortcuts', 'granted', (page) => page.keyboard.press('F1')],
  ['the question before removing', 'one', menuItem('Remove')],
  ['the new secret', 'one', menuItem('Replace secret')],
  [
    'a command line',
    'one',
    async (page) => {
      await menuItem('Copy as…')(page);
      await page.getByRole('radio', { name: 'Command line or script' }).check();
      await page.getByLabel('For', { exact: true }).selectOption('PowerShell: Exchange Online');
    },
  ],
  [
    'a token in another format',
    'one',
    async (page) => {
      await menuItem('Copy as…')(page);
      await page.getByLabel('Resource', { exact: true }).selectOption('Other scopes');
      await page.getByRole('button', { name: 'Copy', exact: true }).click();
    },
  ],
  ['the result of a test', 'one', menuItem('Test connection')],
  ['the export', 'one', menuItem('Export refresh token')],
  ["a connection's page, with its marks walked through", 'kept', theChart],
  [
    "a connection's page, with its chart as a table and a label being changed",
    'failed',
    async (page) => {
      await openPage(page);
      await page.getByRole('button', { name: 'Show as table' }).click();
      await page.getByRole('button', { name: 'Change label: Billing' }).click();
    },
  ],
  ['the page of a connection that is new', 'new', openPage],
  [
    'the import',
    'one',
    async (page) => {
      await menuItem('Import refresh token')(page);
      await page.getByRole('button', { name: 'Import', exact: true }).click();
    },
  ],
  [
    'a chosen certificate',
    'one',
    async (page) => {
      await menuItem('Replace secret')(page);
      await page.getByRole('radio', { name: /^Certificate/ }).check();
      await page.getByRole('button', { name: 'Choose certificate…' }).click();
      await page.getByText('CN=contoso-automation').waitFor();
    },
  ],
  [
    'every option of the form',
    'one',
    async (page) => {
      await addForm(page);
      await page.getByLabel('Cloud').selectOption('custom');
      await page.getByRole('button', { name: 'Choose authority…' }).click();
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByLabel('Resource', { exact: true }).selectOption('custom');
    },
  ],
  [
    'something that did not work',
    'refusing',
    (page) => page.getByRole('button', { name: 'Refresh now' }).first().click(),
  ],
];

/** The rules that another theme can break. */
const OF_COLORS = ['color-contrast', 'link-in-text-block'];

const SIZES = [
  // 400 × 640 enlarged to 200 %, and the narrowest the window gets, enlarged as well.
  { width: 200, height: 320 },
  { width: 180, height: 320 },
];

/**
 * Left out: Fluent's focus guards, which hand the focus on and never keep it; and that a menu or tooltip, which hangs outside of the
 * page's landmarks while it is open, is in none.
 */
async function violationsOf(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  // What passes is not described, which would take as long again.
  const options = { resultTypes: ['violations'], ...(rules && { runOnly: rules }) };
  const found = await page.evaluate<AxeResults['violations']>(
    `axe.run({ exclude: '[data-tabster-dummy]' }, ${JSON.stringify(options)}).then(({ violations }) => violations)`,
  );
  const floating = await page.evaluate(() => document.querySelector('[role=menu], [role=tooltip]') !== null);
  const violations = found.filter(({ id }) => !(floating && id === 'region'));
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary}`).join('\n')}`,
  );
}

/** What reaches beyond either side of the window. */
async function outsideOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const isCut = (element: Element) =>
      getComputedStyle(element).overflowX !== 'visible' && element.getBoundingClientRect().width <= 1;
    const isSeen = (element: Element | null): boolean =>
      element === null || (!isCut(element) && isSeen(element.parentElement));
    return [...document.querySelectorAll('body *')]
      .filter((element) => {
        const { right, left, width } = element.getBoundingClientRect();
        return width > 1 && isSeen(element) && (right > window.innerWidth + 1 || left < -1);
      })
      .map((element) => element.outerHTML.slice(0, 160));
  });
}

describe.each(PLACES)('%s', (_, scene, way) => {
  it('has nothing that axe objects to, in light and in dark, and fits from side to side at 200 %', async () => {
    const page = await gallery.open(scene, { colorScheme: 'light' });
    await way(page);
    await page.evaluate(axeSource);
    await atRest(page);
    expect(await violationsOf(page)).toEqual([]);
    // What scrolls is inside: if the window did, what is to be clicked would move under the pointer.
    expect(await page.evaluate(() => document.documentElement.scrollHeight - window.innerHeight)).toBe(0);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    // Buttons fade from one theme to the other.
    await atRest(page);
    expect(await violationsOf(page, OF_COLORS)).toEqual([]);
    for (const size of SIZES) {
      await page.setViewportSize(size);
      await atRest(page);
      expect({ size, outside: await outsideOf(page) }).toEqual({ size, outside: [] });
    }
  });
});

describe('the typeface', () => {
  it('is the bundled one where the system has none of its own that is good', async () => {
    const page = await gallery.open('one');
    const session = await page.context().newCDPSession(page);
    await session.send('DOM.enable');
    await session.send('CSS.enable');
    const { root } = await session.send('DOM.getDocument');
    for (const selector of ['h1', 'h2', 'button', 'article p']) {
      const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
      const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
      for (const font of fonts) expect(font.familyName).not.toMatch(/DejaVu/);
    }
  });
});

describe('the chosen theme', () => {
  it('wins over the system’s', async () => {
    const page = await gallery.open('one', { colorScheme: 'dark' });
    const shade = () =>
      page.evaluate(() => getComputedStyle(document.querySelector('article') ?? document.body).backgroundColor);
    const dark = await shade();
    await page.evaluate(() => window.gallery.rest({ settings: { ...window.gallery.state.settings, theme: 'light' } }));
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'light');
    expect(await shade()).not.toBe(dark);
  });
});

describe('high contrast', () => {
  it('has links that are underlined, a ring whose arc outweighs its track, and notes with an edge', async () => {
    const page = await gallery.open('expiring', { forcedColors: 'active' });
    const styleOf = (selector: string, name: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);
    expect(await styleOf('[role=note] button', 'text-decoration-line')).toBe('underline');
    expect(await styleOf('[role=note]', 'border-top-width')).toBe('1px');
    const [track, arc] = await page
      .locator('[role=img] circle')
      .evaluateAll((circles) => circles.map((circle) => Number.parseFloat(getComputedStyle(circle).strokeWidth)));
    expect(arc).toBeGreaterThan(Number(track) * 3);
  });
});

describe('reduced motion', () => {
  it('stops the ring, the spinner and the bar', async () => {
    const page = await gallery.open('busy', { reducedMotion: 'reduce' });
    await page.getByText('Refreshing…').first().waitFor();
    await atRest(page);
    const moving = () =>
      document
        .getAnimations()
        .filter(
          ({ playState, effect }) =>
            playState === 'running' && effect instanceof KeyframeEffect && effect.target?.checkVisibility(),
        ).length;
    expect(await page.evaluate(moving)).toBe(0);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await expect.poll(() => page.evaluate(moving)).toBeGreaterThan(1);
  });
});
