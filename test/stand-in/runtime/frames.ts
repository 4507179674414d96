import type { Session } from './chromium/connection';
import { asElectron, Double } from './refusal';

type Supported =
  | 'detached'
  | 'executeJavaScript'
  | 'frames'
  | 'framesInSubtree'
  | 'frameToken'
  | 'frameTreeNodeId'
  | 'isDestroyed'
  | 'name'
  | 'origin'
  | 'parent'
  | 'processId'
  | 'routingId'
  | 'send'
  | 'top'
  | 'url'
  | 'visibilityState';

/** What a frame needs of the page it is in. */
export interface FrameHost {
  readonly processId: number;
  evaluate(frameId: string, code: string, userGesture: boolean): Promise<unknown>;
  send(channel: string, args: readonly unknown[]): void;
}

interface FrameFacts {
  readonly url: string;
  readonly origin: string;
  readonly name: string;
}

let lastNodeId = 0;

/** A frame, known by Chromium's frame ID for as long as it is in the page. */
export class WebFrameMainDouble extends Double implements Pick<Electron.WebFrameMain, Supported> {
  readonly frameTreeNodeId: number;
  readonly visibilityState = 'visible';
  url = '';
  origin = 'null';
  name = '';
  detached = false;

  constructor(
    private readonly host: FrameHost,
    private readonly tree: FrameTree,
    readonly frameToken: string,
    private readonly parentToken: string | undefined,
  ) {
    super('WebFrameMain', 'webFrameMain');
    lastNodeId += 1;
    this.frameTreeNodeId = lastNodeId;
  }

  get routingId(): number {
    return this.frameTreeNodeId;
  }

  get processId(): number {
    return this.host.processId;
  }

  get parent(): Electron.WebFrameMain | null {
    const parent = this.parentToken ? this.tree.find(this.parentToken) : undefined;
    return parent ? asElectron<Electron.WebFrameMain>(parent) : null;
  }

  get top(): Electron.WebFrameMain | null {
    const { main } = this.tree;
    return main ? asElectron<Electron.WebFrameMain>(main) : null;
  }

  get frames(): Electron.WebFrameMain[] {
    return this.tree.childrenOf(this.frameToken).map((frame) => asElectron<Electron.WebFrameMain>(frame));
  }

  get framesInSubtree(): Electron.WebFrameMain[] {
    return [asElectron<Electron.WebFrameMain>(this), ...this.frames.flatMap((frame) => frame.framesInSubtree)];
  }

  isDestroyed(): boolean {
    return this.detached;
  }

  executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    return this.host.evaluate(this.frameToken, code, userGesture);
  }

  send(channel: string, ...args: unknown[]): void {
    this.host.send(channel, args);
  }

  isChildOf(token: string): boolean {
    return this.parentToken === token;
  }

  learn(facts: FrameFacts): void {
    this.url = facts.url;
    this.origin = facts.origin;
    this.name = facts.name;
  }
}

/** The frames of one page. */
export class FrameTree {
  main: WebFrameMainDouble | undefined;
  private readonly frames = new Map<string, WebFrameMainDouble>();

  constructor(
    private readonly host: FrameHost,
    readonly mainToken: string,
  ) {
    this.main = this.add(mainToken, undefined);
  }

  find(token: string): WebFrameMainDouble | undefined {
    return this.frames.get(token);
  }

  add(token: string, parentToken: string | undefined): WebFrameMainDouble {
    const known = this.frames.get(token);
    if (known) return known;
    const frame = new WebFrameMainDouble(this.host, this, token, parentToken);
    this.frames.set(token, frame);
    return frame;
  }

  remove(token: string): void {
    const frame = this.frames.get(token);
    if (!frame) return;
    frame.detached = true;
    this.frames.delete(token);
  }

  childrenOf(token: string): WebFrameMainDouble[] {
    return [...this.frames.values()].filter((frame) => frame.isChildOf(token));
  }

  /** Keeps itself up to date from the page's events. */
  follow(session: Session): void {
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => this.add(frameId, parentFrameId));
    session.on('Page.frameDetached', ({ frameId, reason }) => {
      if (reason === 'remove') this.remove(frameId);
    });
    session.on('Page.frameNavigated', ({ frame }) => {
      const origin = /^[a-z][a-z+.-]*:\/\//i.test(frame.securityOrigin) ? frame.securityOrigin : 'null';
      this.add(frame.id, frame.parentId).learn({
        url: frame.unreachableUrl ?? frame.url,
        origin,
        name: frame.name ?? '',
      });
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.frames.get(frameId);
      if (frame) frame.url = url;
    });
  }
}
