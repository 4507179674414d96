import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logged, type RunningFixture, startFixture } from './start-fixture';

let fixture: RunningFixture;
let page: Page;

beforeAll(async () => {
  fixture = await startFixture();
  page = await fixture.app.firstWindow();
  await page.waitForSelector('h1');
});
afterAll(() => fixture.stop());

describe('an app on the stand-in', () => {
  it('is reached by import and by require as one and the same module', async () => {
    expect(await fixture.app.evaluate(() => globalThis.fixture.sameModule)).toBe(true);
  });

  it('shows its first page, not the empty one before it', () => {
    expect(page.url()).toMatch(/^file:.*fixture\/page\.html$/);
  });

  it('knows its name, version, data folder and arguments', async () => {
    const facts = await fixture.app.evaluate(({ app }) => ({
      name: app.getName(),
      version: app.getVersion(),
      packaged: app.isPackaged,
      userData: app.getPath('userData'),
      type: process.type,
      argument: process.argv.at(-1),
    }));
    expect(facts).toEqual({
      name: 'Stand-in Fixture',
      version: '1.2.3',
      packaged: false,
      userData: fixture.userData,
      type: 'browser',
      argument: `--user-data-dir=${fixture.userData}`,
    });
  });

  it('gives a page the size of its window and a picture of that size', async () => {
    expect(await page.evaluate(() => [innerWidth, innerHeight])).toEqual([420, 300]);
    const picture = await page.screenshot();
    expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([420, 300]);
    const captured = await fixture.app.evaluate(async () => {
      const image = await globalThis.fixture.window.webContents.capturePage();
      return image.getSize();
    });
    expect(captured).toEqual({ width: 420, height: 300 });
  });

  it('finds the window of a page', async () => {
    const window = await fixture.app.browserWindow(page);
    expect(await window.evaluate((found) => found.id)).toBe(
      await fixture.app.evaluate(() => globalThis.fixture.window.id),
    );
  });

  it('says that it is the app, in Electron', async () => {
    const { electron = '' } = await fixture.app.evaluate(() => ({ ...process.versions }));
    const said = await page.evaluate(() => navigator.userAgent);
    expect(said).toMatch(/ Stand-inFixture\/1\.2\.3 Chrome\/\d/);
    expect(said).toContain(` Electron/${electron} Safari/`);
    expect(await fixture.app.evaluate(() => globalThis.fixture.window.webContents.getUserAgent())).toBe(said);
  });

  it('follows the window when it is resized', async () => {
    await fixture.app.evaluate(() => globalThis.fixture.window.setSize(500, 360));
    await page.waitForFunction(() => innerWidth === 500 && innerHeight === 360);
    await fixture.app.evaluate(() => globalThis.fixture.window.setSize(420, 300));
    await page.waitForFunction(() => innerWidth === 420);
  });

  it('has fewer and larger pixels of its own when it is enlarged, at the same size', async () => {
    await fixture.app.evaluate(() => globalThis.fixture.window.webContents.setZoomFactor(2));
    await page.waitForFunction(() => innerWidth === 210 && innerHeight === 150 && devicePixelRatio === 2);
    expect(await fixture.app.evaluate(() => globalThis.fixture.window.webContents.getZoomFactor())).toBe(2);
    await fixture.app.evaluate(() => globalThis.fixture.window.webContents.setZoomFactor(1));
    await page.waitForFunction(() => innerWidth === 420);
  });
});

describe('a preload script', () => {
  it('has its bridge in place before the first script of the page', async () => {
    expect(await page.evaluate(() => window.bridgeAtStart)).toContain('add');
  });

  it('gives the page no Node', async () => {
    expect(await page.evaluate(() => [typeof window.require, typeof window.process, window.bridge.hasNode])).toEqual([
      'undefined',
      'undefined',
      false,
    ]);
  });

  it('leaves nothing of the stand-in for the page to see', async () => {
    const names = await page.evaluate(() =>
      Object.keys(globalThis).filter((name) => /stand|preload_|watcher_|receive_|permissions_/i.test(name)),
    );
    expect(names).toEqual([]);
  });

  it('freezes what it exposes', async () => {
    expect(await page.evaluate(() => Object.isFrozen(window.bridge))).toBe(true);
  });

  it('takes functions of the page, and calls them at once', async () => {
    expect(await page.evaluate(() => window.bridge.twice((value) => value * 10))).toEqual([10, 20]);
  });

  it('throws into the page', async () => {
    const message = await page.evaluate(() => {
      try {
        window.bridge.throws();
        return 'nothing thrown';
      } catch (error) {
        return String(error);
      }
    });
    expect(message).toBe('Error: from the preload script');
  });
});

describe('a script that main runs in a world of its own', () => {
  const run = (code: string, worldId = 1000) =>
    fixture.app.evaluate(
      (_electron, [id, source]) =>
        globalThis.fixture.window.webContents.executeJavaScriptInIsolatedWorld(id, [{ code: source }]),
      [worldId, code] as const,
    );

  it('sees the document of the page, and none of its JavaScript', async () => {
    expect(await run('[document.querySelector("h1").textContent, typeof bridgeAtStart, typeof bridge]')).toEqual([
      'Fixture',
      'undefined',
      'undefined',
    ]);
  });

  it('leaves nothing in the page, and finds again what it left in its world', async () => {
    await run('globalThis.left = 1; 0');
    expect(await page.evaluate(() => 'left' in globalThis)).toBe(false);
    expect(await run('globalThis.left')).toBe(1);
    expect(await run('typeof globalThis.left', 1001)).toBe('undefined');
  });

  it('is refused in the worlds that others live in', async () => {
    for (const world of [0, 999]) await expect(run('1', world)).rejects.toThrow('is not in the stand-in');
  });
});

describe('messages between page and main', () => {
  it('are answered, with the frame they came from', async () => {
    expect(await page.evaluate(() => window.bridge.add(2, 3))).toBe(5);
    const [last] = (await logged(fixture.app, 'frame')).slice(-1);
    expect(last).toEqual(['frame', page.url(), true, 1]);
  });

  it('carry structured values both ways', async () => {
    const kinds = await page.evaluate(async () => {
      const value = {
        date: new Date(5),
        map: new Map([[1, new Set(['a'])]]),
        bytes: new Uint8Array([1, 2]),
        none: undefined,
        big: 7n,
      };
      const back = (await window.bridge.echo(value)) as typeof value;
      return [back.date.getTime(), back.map.get(1)?.has('a'), [...back.bytes], 'none' in back, String(back.big)];
    });
    expect(kinds).toEqual([5, true, [1, 2], true, '7']);
  });

  it('refuse what cannot be cloned', async () => {
    const message = await page.evaluate(() => {
      try {
        return window.bridge.echo(Symbol('x')).then(String, String);
      } catch (error) {
        return String(error);
      }
    });
    expect(message).toContain('An object could not be cloned.');
  });

  it('bring errors of a handler back in the words of Electron', async () => {
    const message = await page.evaluate(() => window.bridge.fail().catch((error: Error) => error.message));
    expect(message).toBe("Error invoking remote method 'fail': TypeError: not today");
  });

  it('go to listeners of main, who can reply', async () => {
    await page.evaluate(() => {
      window.bridge.on('noted', (value) => window.seen.push(value));
      window.bridge.note({ text: 'remember' });
    });
    await page.waitForFunction(() =>
      window.seen.some((value) => JSON.stringify(value) === '{"value":{"text":"remember"}}'),
    );
    expect(await logged(fixture.app, 'note')).toContainEqual(['note', { text: 'remember' }]);
  });

  it('come from main until the page stops listening', async () => {
    await fixture.app.evaluate(() => globalThis.fixture.window.webContents.send('said', { text: 'one' }));
    await page.waitForFunction(() => document.querySelector('#heard')?.textContent === 'one');
    await page.evaluate(() => window.stopListening());
    await fixture.app.evaluate(() => globalThis.fixture.window.webContents.send('said', { text: 'two' }));
    await page.evaluate(() => window.bridge.add(1, 1));
    expect(await page.textContent('#heard')).toBe('one');
  });
});
