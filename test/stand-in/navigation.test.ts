import type { ElectronApplication, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { NOWHERE, openSite, type Site } from './site';
import { type RunningFixture, startFixture } from './start-fixture';

let fixture: RunningFixture;
let app: ElectronApplication;
let site: Site;

beforeAll(async () => {
  [fixture, site] = await Promise.all([startFixture(), openSite()]);
  app = fixture.app;
  await app.firstWindow();
});
afterAll(async () => {
  await fixture.stop();
  await site.close();
});

interface Opened {
  readonly page: Page;
  readonly id: number;
}

/** Opens a window that notes its navigation events, and shows `path` in it. It goes with the test, since each costs those after it. */
async function open(path: string, partition = `throw-away-${Math.random()}`): Promise<Opened> {
  const arrived = app.waitForEvent('window');
  const id = await app.evaluate(
    ({ BrowserWindow }, { url, name }) => {
      const window = new BrowserWindow({ show: false, webPreferences: { partition: name } });
      const note = (event: string, url: unknown) => globalThis.fixture.log.push([`${window.id} ${event}`, url]);
      const { webContents } = window;
      webContents.on('will-navigate', (event) => note('will-navigate', event.url));
      webContents.on('will-frame-navigate', (event) => note(`will-frame-navigate ${event.isMainFrame}`, event.url));
      webContents.on('will-redirect', (event) => note('will-redirect', event.url));
      webContents.on('did-start-navigation', (event) => note('did-start-navigation', event.url));
      webContents.on('did-navigate', (_event, url, code) => note(`did-navigate ${code}`, url));
      webContents.on('did-navigate-in-page', (_event, url) => note('did-navigate-in-page', url));
      webContents.on('did-finish-load', () => note('did-finish-load', webContents.getURL()));
      webContents.on('did-fail-load', (_event, code, description) => note('did-fail-load', `${code} ${description}`));
      window.loadURL(url).catch((error: Error) => note('rejected', error.message));
      return window.id;
    },
    { url: path.includes('://') ? path : site.origin + path, name: partition },
  );
  onTestFinished(() => app.evaluate(({ BrowserWindow }, own) => BrowserWindow.fromId(own)?.destroy(), id));
  const page = await arrived;
  await page.waitForLoadState();
  return { page, id };
}

async function eventsOf({ id }: Opened): Promise<[string, unknown][]> {
  const log = await app.evaluate(() => globalThis.fixture.log);
  return log
    .filter(([entry]) => String(entry).startsWith(`${id} `))
    .map(([entry, url]) => [
      String(entry).slice(`${id} `.length),
      typeof url === 'string' ? url.replace(site.origin, '') : url,
    ]);
}

async function waitForEvent(opened: Opened, name: string): Promise<unknown> {
  for (;;) {
    const found = (await eventsOf(opened)).find(([entry]) => entry === name);
    if (found) return found[1];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('a page that is loaded', () => {
  it('tells each step, in order, and nothing of will-navigate', async () => {
    const opened = await open('/');
    await waitForEvent(opened, 'did-finish-load');
    expect(await eventsOf(opened)).toEqual([
      ['did-start-navigation', '/'],
      ['did-navigate 200', '/'],
      ['did-finish-load', '/'],
    ]);
  });

  it('tells the status of an error page', async () => {
    const opened = await open('/missing');
    expect(await waitForEvent(opened, 'did-navigate 404')).toBe('/missing');
  });

  it('fails with the name and number of the network error', async () => {
    const opened = await open(NOWHERE.replace('localhost', '127.0.0.1'));
    expect(await waitForEvent(opened, 'did-fail-load')).toMatch(/^(-102 ERR_CONNECTION_REFUSED|-312 ERR_UNSAFE_PORT)$/);
    expect(await waitForEvent(opened, 'rejected')).toMatch(/^ERR_\w+ \(-\d+\) loading 'http:/);
  });

  it('changes the title of its window, unless that is prevented', async () => {
    const opened = await open('/retitle');
    const title = () => app.evaluate(({ BrowserWindow }, id) => BrowserWindow.fromId(id)?.getTitle(), opened.id);
    await expect.poll(title).toBe('Second');
    await app.evaluate(({ BrowserWindow }, id) => {
      BrowserWindow.fromId(id)?.on('page-title-updated', (event, name) => {
        event.preventDefault();
        BrowserWindow.fromId(id)?.setTitle(`kept, not ${name}`);
      });
    }, opened.id);
    await opened.page.evaluate(() => {
      document.title = 'Third';
    });
    await expect.poll(title).toBe('kept, not Third');
  });
});

describe('a page whose WebRTC policy nobody set', () => {
  it('has none, where Electron would let it reach anybody', async () => {
    const { page } = await open('/');
    await expect(page.evaluate(() => void new RTCPeerConnection())).rejects.toThrow('not in the stand-in');
  });
});

describe('a session with a proxy', () => {
  it('reaches the network through it alone', async () => {
    await app.evaluate(({ session }) =>
      session
        .fromPartition('nowhere')
        .setProxy({ proxyRules: 'socks5://127.0.0.1:1', proxyBypassRules: '<-loopback>' }),
    );
    const opened = await open('/next?proxied', 'nowhere');
    expect(await waitForEvent(opened, 'did-fail-load')).toMatch(/ERR_PROXY_CONNECTION_FAILED/);
    expect(site.asked).not.toContain('/next?proxied');
  });
});

describe('a link that is clicked', () => {
  it('asks will-navigate first', async () => {
    const opened = await open('/');
    await opened.page.click('#next');
    await opened.page.waitForURL('**/next');
    expect((await eventsOf(opened)).slice(3, 7)).toEqual([
      ['will-frame-navigate true', '/next'],
      ['will-navigate', '/next'],
      ['did-start-navigation', '/next'],
      ['did-navigate 200', '/next'],
    ]);
  });

  it('goes nowhere when will-navigate is prevented', async () => {
    const opened = await open('/');
    const before = site.asked.length;
    await app.evaluate(({ BrowserWindow }, id) => {
      BrowserWindow.fromId(id)?.webContents.on('will-navigate', (event) => event.preventDefault());
    }, opened.id);
    await opened.page.click('#next');
    await waitForEvent(opened, 'will-navigate');
    await opened.page.evaluate(() => 'a round trip');
    expect(new URL(opened.page.url()).pathname).toBe('/');
    expect(await opened.page.textContent('h1')).toBe('Home');
    expect(site.asked.slice(before)).not.toContain('/next');
  });

  it('within the page is told as such', async () => {
    const opened = await open('/');
    await opened.page.evaluate(() => {
      location.hash = 'part';
    });
    expect(await waitForEvent(opened, 'did-navigate-in-page')).toBe('/#part');
  });
});

describe('a redirect to where nobody listens', () => {
  it('is seen by the session before anything is sent, and can be cancelled', async () => {
    const partition = 'redirect';
    await app.evaluate(({ session }, name) => {
      session.fromPartition(name).webRequest.onBeforeRequest({ urls: ['http://localhost:*/*'] }, (details, answer) => {
        globalThis.fixture.log.push(['caught', details.url, details.resourceType, details.webContentsId]);
        answer({ cancel: true });
      });
    }, partition);
    const opened = await open('/redirect', partition);
    expect(await waitForEvent(opened, 'will-redirect')).toBe(NOWHERE);
    expect(await waitForEvent(opened, 'did-fail-load')).toBe('-20 ERR_BLOCKED_BY_CLIENT');
    const caught = (await app.evaluate(() => globalThis.fixture.log)).filter(([entry]) => entry === 'caught');
    expect(caught).toHaveLength(1);
    expect(caught[0]?.slice(1, 3)).toEqual([NOWHERE, 'mainFrame']);
  });

  it('can be stopped by will-redirect', async () => {
    const opened = await open('/');
    await app.evaluate(({ BrowserWindow }, id) => {
      BrowserWindow.fromId(id)?.webContents.on('will-redirect', (event) => event.preventDefault());
    }, opened.id);
    await opened.page.click('#away');
    await waitForEvent(opened, 'will-redirect');
    await opened.page.evaluate(() => 'a round trip');
    expect(await opened.page.textContent('h1')).toBe('Home');
  });
});

describe('a request of a page', () => {
  it('can be sent elsewhere, and with other headers, by webRequest', async () => {
    const partition = 'headers';
    await app.evaluate(
      ({ session }, { name, origin }) => {
        const { webRequest } = session.fromPartition(name);
        webRequest.onBeforeRequest((details, answer) =>
          answer(details.url.endsWith('/old') ? { redirectURL: `${origin}/cookie` } : {}),
        );
        webRequest.onBeforeSendHeaders((details, answer) =>
          answer({ requestHeaders: { ...details.requestHeaders, Cookie: 'forged=1' } }),
        );
        webRequest.onHeadersReceived((details, answer) =>
          answer({ responseHeaders: { ...details.responseHeaders, 'X-Seen': [String(details.statusCode)] } }),
        );
      },
      { name: partition, origin: site.origin },
    );
    const { page } = await open('/old', partition);
    await page.waitForURL('**/cookie');
    expect(await page.textContent('h1')).toBe('forged=1');
    const seen = await page.evaluate(() => fetch('/next').then((response) => response.headers.get('x-seen')));
    expect(seen).toBe('200');
  });

  it('of a frame is not a navigation of the window', async () => {
    const opened = await open('/frame');
    await opened.page.frameLocator('iframe').locator('h1').waitFor();
    expect((await eventsOf(opened)).filter(([name]) => name.startsWith('did-navigate'))).toEqual([
      ['did-navigate 200', '/frame'],
    ]);
  });
});

describe('window.open', () => {
  it('opens what the handler allows, as a window of the same session, with its opener', async () => {
    const opened = await open('/');
    await app.evaluate(({ BrowserWindow }, id) => {
      const opener = BrowserWindow.fromId(id);
      opener?.webContents.setWindowOpenHandler((details) => {
        globalThis.fixture.log.push(['asked', details.url, details.frameName, details.features]);
        return { action: 'allow', overrideBrowserWindowOptions: { width: 333, height: 222, title: 'Pop' } };
      });
      opener?.webContents.on('did-create-window', (window, details) => {
        globalThis.fixture.log.push([
          'created',
          window.webContents.session === opener.webContents.session,
          details.url,
          window.getSize(),
        ]);
        window.webContents.on('will-navigate', (event) => globalThis.fixture.log.push(['popup-navigates', event.url]));
      });
    }, opened.id);
    const [popup] = await Promise.all([
      app.waitForEvent('window'),
      opened.page.evaluate(() => {
        window.open('/next', 'helper', 'width=100,height=100');
      }),
    ]);
    await popup.waitForSelector('h1');
    expect(await popup.textContent('h1')).toBe('Next');
    expect(await popup.evaluate(() => [innerWidth, innerHeight, window.opener !== null])).toEqual([333, 222, true]);
    const log = await app.evaluate(() => globalThis.fixture.log);
    expect(log).toContainEqual(['asked', `${site.origin}/next`, 'helper', expect.stringContaining('width=100')]);
    expect(log).toContainEqual(['created', true, `${site.origin}/next`, [333, 222]]);

    await popup.evaluate(() => {
      window.opener.document.title = 'from the popup';
      window.close();
    });
    await expect.poll(() => opened.page.title()).toBe('from the popup');
    await expect
      .poll(() =>
        app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows().some((window) => window.getTitle() === 'Pop'),
        ),
      )
      .toBe(false);
  });

  it('opens nothing that the handler denies, and asks the site for nothing', async () => {
    const opened = await open('/');
    const before = site.asked.length;
    const count = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
    const windows = await count();
    await app.evaluate(({ BrowserWindow }, id) => {
      BrowserWindow.fromId(id)?.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
    }, opened.id);
    await opened.page.evaluate(() => {
      Object.assign(globalThis, { helper: window.open('/next') });
    });
    await opened.page.waitForFunction(() => {
      const helper: unknown = Reflect.get(globalThis, 'helper');
      return helper === null || (typeof helper === 'object' && Reflect.get(Object(helper), 'closed') === true);
    });
    expect(await count()).toBe(windows);
    expect(site.asked.slice(before)).not.toContain('/next');
  });
});

describe('a session', () => {
  it('shares cookies within its partition and with no other', async () => {
    await open('/cookie', 'one');
    const again = await open('/cookie', 'one');
    const other = await open('/cookie', 'two');
    expect(await again.page.textContent('h1')).toBe('who=me');
    expect(await other.page.textContent('h1')).toBe('no cookie');
  });

  it('forgets all when its storage is cleared', async () => {
    const first = await open('/cookie', 'three');
    await app.evaluate(async ({ BrowserWindow, session }, id) => {
      BrowserWindow.fromId(id)?.destroy();
      await session.fromPartition('three').clearStorageData();
    }, first.id);
    const again = await open('/cookie', 'three');
    expect(await again.page.textContent('h1')).toBe('no cookie');
  });

  it('refuses what its permission handler refuses', async () => {
    const partition = 'refusing';
    await app.evaluate(({ session }, name) => {
      const own = session.fromPartition(name);
      own.setPermissionRequestHandler((_contents, permission, decide) => {
        globalThis.fixture.log.push(['permission', permission]);
        decide(false);
      });
      own.setPermissionCheckHandler(() => false);
    }, partition);
    const { page } = await open('/', partition);
    const answers = await page.evaluate(async () => [
      await Notification.requestPermission(),
      await new Promise((resolve) =>
        navigator.geolocation.getCurrentPosition(
          () => resolve('found'),
          (error) => resolve(error.code),
        ),
      ),
      (await navigator.permissions.query({ name: 'geolocation' })).state,
    ]);
    expect(answers).toEqual(['denied', 1, 'denied']);
    const log = await app.evaluate(() => globalThis.fixture.log);
    expect(log).toContainEqual(['permission', 'notifications']);
    expect(log).toContainEqual(['permission', 'geolocation']);
  });

  it('tells of a download, which is refused', async () => {
    const partition = 'downloads';
    await app.evaluate(({ session }, name) => {
      session.fromPartition(name).on('will-download', (event, item) => {
        event.preventDefault();
        globalThis.fixture.log.push(['download', item.getFilename()]);
      });
    }, partition);
    const { page } = await open('/', partition);
    await page.evaluate(() => {
      location.href = '/file';
    });
    await expect.poll(() => app.evaluate(() => globalThis.fixture.log)).toContainEqual(['download', 'secret.txt']);
  });
});

describe('a window', () => {
  it('stays open when its close is prevented, and goes when destroyed', async () => {
    const { id } = await open('/');
    const state = await app.evaluate(({ BrowserWindow }, wanted) => {
      const window = BrowserWindow.fromId(wanted);
      window?.once('close', (event) => event.preventDefault());
      window?.close();
      const stayed = window?.isDestroyed() === false;
      window?.destroy();
      return [stayed, window?.isDestroyed(), BrowserWindow.fromId(wanted)];
    }, id);
    expect(state).toEqual([true, true, null]);
  });

  it('stays open when its page asks to stay, and closes when it does not', async () => {
    const { page, id } = await open('/guarded');
    await page.fill('#field', 'half typed');
    await page.click('#field');
    const close = () =>
      app.evaluate(({ BrowserWindow }, wanted) => {
        const window = BrowserWindow.fromId(wanted);
        return new Promise((resolve) => {
          window?.webContents.once('will-prevent-unload', () => resolve('stays'));
          window?.once('closed', () => resolve('closed'));
          window?.close();
        });
      }, id);
    expect(await close()).toBe('stays');
    await page.fill('#field', '');
    expect(await close()).toBe('closed');
  });

  it('is shown, focused, blurred and hidden, with an event for each', async () => {
    const { id } = await open('/');
    const events = await app.evaluate(({ BrowserWindow }, wanted) => {
      const window = BrowserWindow.fromId(wanted);
      const seen: string[] = [];
      for (const name of ['show', 'hide', 'focus', 'blur'] as const) window?.on(name as 'show', () => seen.push(name));
      window?.show();
      const focused = BrowserWindow.getFocusedWindow() === window;
      window?.hide();
      return [seen, focused, window?.isVisible()];
    }, id);
    expect(events).toEqual([['show', 'focus', 'blur', 'hide'], true, false]);
  });
});
