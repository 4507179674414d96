import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Page } from './chromium/browser';
import type { Session } from './chromium/connection';
import type {
  NodeMessage,
  PermissionMessage,
  PermissionSettings,
  PreloadMessage,
  PreloadSettings,
  WatcherMessage,
} from './page/messages';
import { fromText } from './structured-text';

const PRELOAD_WORLD = 'Electron Isolated Context';
const WATCHER_WORLD = 'stand-in';
const PAGE_WORLD = 'page';

const secret = randomBytes(8).toString('hex');
const names = {
  channel: `bridge-${secret}`,
  preload: `preload_${secret}`,
  watcher: `watcher_${secret}`,
  receiver: `receive_${secret}`,
  permissions: `permissions_${secret}`,
  granted: `granted_${secret}`,
};

function readPageScript(name: string): string {
  return readFileSync(new URL(`./page/${name}.js`, import.meta.url), 'utf8');
}

/** Read at once: the folder may be made anew while the app runs. */
const pageScripts = {
  'isolated-world': readPageScript('isolated-world'),
  'main-world': readPageScript('main-world'),
  permissions: readPageScript('permissions'),
  watcher: readPageScript('watcher'),
};

/** A script that runs one of `page/` and leaves no name behind for the page to see. */
function pageScript(name: keyof typeof pageScripts, ...args: string[]): string {
  return `(() => {\n${pageScripts[name]}\nstandInPage.start(${args.join(', ')});\n})();`;
}

/** The call that the preload's world is asking for, with a way to answer exactly the document that asked. */
export interface PreloadCall {
  readonly message: PreloadMessage;
  readonly frameId: string;
  /** @param answer Its value packed as text. */
  reply(id: number, answer: { readonly ok: boolean; readonly value: string }): void;
}

export interface PageLinkOptions {
  readonly preload: string | undefined;
  onPreloadCall(call: PreloadCall): void;
  onTitle(title: string): void;
  /** Decides what a page may do. */
  onPermission(message: PermissionMessage, frameId: string): Promise<boolean>;
}

interface World {
  readonly name: string;
  readonly frameId: string;
}

function preloadScript(path: string): string {
  const settings: PreloadSettings = {
    channel: names.channel,
    binding: names.preload,
    receiver: names.receiver,
    path,
    process: {
      platform: process.platform,
      arch: process.arch,
      versions: {
        electron: process.versions.electron ?? '',
        chrome: process.versions.chrome ?? '',
        node: process.versions.node,
      },
      argv: process.argv.slice(0, 1),
      env: {},
    },
  };
  const source = readFileSync(path, 'utf8');
  const preload = `function (require, module, exports, process, __filename) {\n${source}\n}`;
  return `${pageScript('isolated-world', JSON.stringify(settings), preload)}\n//# sourceURL=${pathToFileURL(path).href}`;
}

/** A page with everything that the stand-in needs in it: preload script, bridge, watcher. */
export class PageLink {
  private readonly worlds = new Map<number, World>();

  constructor(
    readonly page: Page,
    private readonly options: PageLinkOptions,
  ) {}

  get session(): Session {
    return this.page.session;
  }

  /** Prepares the page, which is still paused; the caller lets it run. Commands take effect in the order they are sent. */
  prepare(): Promise<unknown>[] {
    const { session } = this;
    const { preload } = this.options;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const frameId: unknown = context.auxData?.frameId;
      const isDefault: unknown = context.auxData?.isDefault;
      const isPage = isDefault === true;
      if (typeof frameId === 'string')
        this.worlds.set(context.id, { name: isPage ? PAGE_WORLD : context.name, frameId });
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => this.worlds.delete(executionContextId));
    session.on('Runtime.executionContextsCleared', () => this.worlds.clear());
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) =>
      this.bindingCalled(name, payload, executionContextId),
    );
    const commands: Promise<unknown>[] = [
      session.send('Page.enable'),
      session.send('Runtime.addBinding', { name: names.watcher, executionContextName: WATCHER_WORLD }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: pageScript('watcher', JSON.stringify(names.watcher)),
        worldName: WATCHER_WORLD,
      }),
    ];
    const permissions: PermissionSettings = { binding: names.permissions, receiver: names.granted };
    commands.push(
      session.send('Runtime.addBinding', { name: names.permissions }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        source: pageScript('permissions', JSON.stringify(permissions)),
      }),
    );
    if (preload) {
      commands.push(
        session.send('Page.addScriptToEvaluateOnNewDocument', {
          source: pageScript('main-world', JSON.stringify(names.channel)),
        }),
        session.send('Runtime.addBinding', { name: names.preload, executionContextName: PRELOAD_WORLD }),
        session.send('Page.addScriptToEvaluateOnNewDocument', {
          source: preloadScript(preload),
          worldName: PRELOAD_WORLD,
        }),
      );
    }
    commands.push(session.send('Runtime.enable'));
    return commands;
  }

  /** Sends an event to the preload script of the main frame; dropped when the page has none, as in Electron. */
  sendToPreload(mainFrameId: string, channel: string, packedArgs: string): void {
    for (const [id, world] of this.worlds) {
      if (world.name === PRELOAD_WORLD && world.frameId === mainFrameId)
        this.tell(id, { type: 'event', channel, args: packedArgs });
    }
  }

  /** The page's own world in a frame. */
  mainWorldOf(frameId: string): number | undefined {
    for (const [id, world] of this.worlds) {
      if (world.frameId === frameId && world.name === PAGE_WORLD) return id;
    }
    return undefined;
  }

  private tell(contextId: number, message: NodeMessage): void {
    const expression = `globalThis[${JSON.stringify(names.receiver)}]?.(${JSON.stringify(JSON.stringify(message))})`;
    this.session.send('Runtime.evaluate', { expression, contextId }).catch(() => {});
  }

  private bindingCalled(name: string, payload: string, contextId: number): void {
    const frameId = this.worlds.get(contextId)?.frameId;
    if (frameId === undefined) return;
    if (name === names.watcher) {
      const message: WatcherMessage = JSON.parse(payload);
      this.options.onTitle(message.title);
      return;
    }
    if (name === names.permissions) {
      const message: PermissionMessage = JSON.parse(payload);
      void this.options.onPermission(message, frameId).then((granted) => {
        const expression = `globalThis[${JSON.stringify(names.granted)}]?.(${message.id}, ${granted})`;
        this.session.send('Runtime.evaluate', { expression, contextId }).catch(() => {});
      });
      return;
    }
    if (name !== names.preload) return;
    const message: PreloadMessage = JSON.parse(payload);
    this.options.onPreloadCall({
      message,
      frameId,
      reply: (id, answer) => this.tell(contextId, { type: 'reply', id, ...answer }),
    });
  }
}

export function unpackArgs(text: string): unknown[] {
  const args = fromText(text);
  return Array.isArray(args) ? args : [];
}
