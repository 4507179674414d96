import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type ElectronApplication, expect, type Page } from 'playwright/test';
import { makeStandInDist } from '../stand-in/make-dist.mjs';
import { type SecretService, startSecretService } from '../support/secret-service';
import { freePort, PracticeControl } from './practice-control';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const WITNESS = fileURLToPath(new URL('./witness-preload.cjs', import.meta.url));

/** The whole app, with a keychain, a data folder and a practice cloud of its own. */
export interface WholeApp {
  readonly electron: ElectronApplication;
  readonly keyring: SecretService;
  readonly dataFolder: string;
  readonly practice: PracticeControl;
  /** The panel's page, as soon as there is one. */
  panel(): Promise<Page>;
  /** The page of the sign-in window, as soon as there is one. */
  signInPage(): Promise<Page>;
  clipboardText(): Promise<string>;
  /** Everything the app has printed, also in earlier runs. */
  printed(): string;
  /** Quits as a person would. */
  quit(): Promise<void>;
  /** Quits if need be, and starts again with the same keychain and data folder. */
  restart(): Promise<void>;
}

/** Tests of the whole app take `tray`; `panelStays` keeps the panel open whatever has the focus. */
export const test = base.extend<{ tray: WholeApp; panelStays: boolean }>({
  panelStays: [true, { option: true }],
  tray: async ({ panelStays }, use, info) => {
    const keyring = await startSecretService();
    const dataFolder = await mkdtemp(join(tmpdir(), 'ptt-e2e-'));
    const running = new Running(keyring, dataFolder, await freePort(info.parallelIndex), panelStays);
    try {
      await running.start();
      await use(running);
    } finally {
      await running.quit();
      await keyring.stop();
      if (info.status !== info.expectedStatus) await info.attach('printed', { body: running.printed() });
      await rm(dataFolder, { recursive: true, force: true });
    }
  },
});

export { expect };

class Running implements WholeApp {
  readonly practice: PracticeControl;
  #app: ElectronApplication | null = null;
  #printed = '';

  constructor(
    readonly keyring: SecretService,
    readonly dataFolder: string,
    private readonly controlPort: number,
    private readonly panelStays: boolean,
  ) {
    this.practice = new PracticeControl(controlPort);
  }

  get electron(): ElectronApplication {
    if (!this.#app) throw new Error('the app is not running');
    return this.#app;
  }

  async start(): Promise<void> {
    if (!existsSync(join(ROOT, 'out/main/index.js'))) throw new Error('build the app first: npx electron-vite build');
    await findElectron();
    this.#app = await _electron.launch({
      args: ['-r', WITNESS, ROOT, `--user-data-dir=${this.dataFolder}`],
      env: {
        ...process.env,
        ...this.keyring.env,
        PARTNER_TOKEN_TRAY_KEEP_PANEL: this.panelStays ? '1' : '',
        PARTNER_TOKEN_TRAY_PRACTICE_CONTROL_PORT: String(this.controlPort),
      },
      colorScheme: null,
    });
    const child = this.#app.process();
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#printed += chunk.toString('utf8');
      });
  }

  panel(): Promise<Page> {
    return this.#page((url) => url.startsWith('app:'));
  }

  signInPage(): Promise<Page> {
    return this.#page((url) => url.startsWith('http'));
  }

  clipboardText(): Promise<string> {
    return this.electron.evaluate(({ clipboard }) => clipboard.readText());
  }

  printed(): string {
    return this.#printed;
  }

  async quit(): Promise<void> {
    const app = this.#app;
    this.#app = null;
    await app?.close();
  }

  async restart(): Promise<void> {
    await this.quit();
    await this.start();
  }

  async #page(isWanted: (url: string) => boolean): Promise<Page> {
    let found: Page | undefined;
    await expect
      .poll(() => {
        found = this.electron.windows().find((page) => isWanted(page.url()));
        return found !== undefined;
      }, 'the window opens')
      .toBe(true);
    if (!found) throw new Error('no such window');
    return found;
  }
}

/** Electron itself where it is installed or named; otherwise the stand-in. */
async function findElectron(): Promise<void> {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH || existsSync(join(ROOT, 'node_modules/electron/dist'))) return;
  process.env.ELECTRON_OVERRIDE_DIST_PATH = await makeStandInDist();
}
