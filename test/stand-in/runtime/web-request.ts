import { refuseTheRest } from './refusal';

type Supported = 'onBeforeRequest' | 'onBeforeSendHeaders' | 'onHeadersReceived';
type Listener<D, R> = (details: D, callback: (response: R) => void) => void;

interface Registered<L> {
  readonly listener: L;
  matches(url: string, type: string): boolean;
}

const SPECIAL = /[.+?^${}()|[\]\\/]/g;

/** A match pattern of Electron's: `<all_urls>`, `*://*.example.com/*`, `http://localhost:*\/*`. */
function toExpression(pattern: string): RegExp {
  if (pattern === '<all_urls>') return /^/;
  const parts = /^(\*|[a-z][a-z0-9+.-]*):\/\/([^/]*)(\/.*)?$/i.exec(pattern);
  if (!parts) throw new TypeError(`Invalid url pattern ${pattern}`);
  const [, scheme = '*', host = '*', path = '/*'] = parts;
  const toSource = (text: string): string => text.replace(SPECIAL, '\\$&').replace(/\*/g, '.*');
  const anyPort = /:\d+$|:\*$/.test(host) ? '' : '(:\\d+)?';
  const hostPart = host.startsWith('*.')
    ? `([^/]*\\.)?${toSource(host.slice(2))}`
    : toSource(host).replace(/\.\*/g, '[^/]*');
  return new RegExp(
    `^${scheme === '*' ? '(https?|wss?|ftp)' : toSource(scheme)}://${hostPart}${anyPort}${toSource(path)}$`,
    'i',
  );
}

function register<L>(filter: Electron.WebRequestFilter | undefined, listener: L): Registered<L> {
  const wanted = filter?.urls.map(toExpression) ?? [];
  const unwanted = filter?.excludeUrls?.map(toExpression) ?? [];
  const types: readonly string[] | undefined = filter?.types;
  return {
    listener,
    matches: (url, type) =>
      (wanted.length === 0 || wanted.some((expression) => expression.test(url))) &&
      !unwanted.some((expression) => expression.test(url)) &&
      (!types || types.includes(type)),
  };
}

interface Slot<D, R> {
  registered: Registered<Listener<D, R>> | undefined;
}

function isFilter(value: unknown): value is Electron.WebRequestFilter {
  return typeof value === 'object' && value !== null && 'urls' in value;
}

/** The listeners of one session; pages ask it what is to become of each request. */
export class WebRequestDouble implements Pick<Electron.WebRequest, Supported> {
  private readonly requests: Slot<Electron.OnBeforeRequestListenerDetails, Electron.CallbackResponse> = {
    registered: undefined,
  };
  private readonly headers: Slot<Electron.OnBeforeSendHeadersListenerDetails, Electron.BeforeSendResponse> = {
    registered: undefined,
  };
  private readonly responses: Slot<Electron.OnHeadersReceivedListenerDetails, Electron.HeadersReceivedResponse> = {
    registered: undefined,
  };

  /** @param onChange Called when what {@link wantsRequests} or {@link wantsResponses} say may have changed. */
  private constructor(private readonly onChange: () => void) {}

  static create(onChange: () => void): WebRequestDouble {
    return refuseTheRest('WebRequest', new WebRequestDouble(onChange), 'session.webRequest');
  }

  get wantsRequests(): boolean {
    return this.requests.registered !== undefined || this.headers.registered !== undefined;
  }

  get wantsResponses(): boolean {
    return this.responses.registered !== undefined;
  }

  onBeforeRequest(
    first:
      | Electron.WebRequestFilter
      | Listener<Electron.OnBeforeRequestListenerDetails, Electron.CallbackResponse>
      | null,
    second?: Listener<Electron.OnBeforeRequestListenerDetails, Electron.CallbackResponse> | null,
  ): void {
    this.set(this.requests, first, second);
  }

  onBeforeSendHeaders(
    first:
      | Electron.WebRequestFilter
      | Listener<Electron.OnBeforeSendHeadersListenerDetails, Electron.BeforeSendResponse>
      | null,
    second?: Listener<Electron.OnBeforeSendHeadersListenerDetails, Electron.BeforeSendResponse> | null,
  ): void {
    this.set(this.headers, first, second);
  }

  onHeadersReceived(
    first:
      | Electron.WebRequestFilter
      | Listener<Electron.OnHeadersReceivedListenerDetails, Electron.HeadersReceivedResponse>
      | null,
    second?: Listener<Electron.OnHeadersReceivedListenerDetails, Electron.HeadersReceivedResponse> | null,
  ): void {
    this.set(this.responses, first, second);
  }

  /** What the listeners answer; `undefined` when nobody listens for this request. */
  askBeforeRequest(details: Electron.OnBeforeRequestListenerDetails): Promise<Electron.CallbackResponse | undefined> {
    return this.ask(this.requests, details);
  }

  askBeforeSendHeaders(
    details: Electron.OnBeforeSendHeadersListenerDetails,
  ): Promise<Electron.BeforeSendResponse | undefined> {
    return this.ask(this.headers, details);
  }

  askHeadersReceived(
    details: Electron.OnHeadersReceivedListenerDetails,
  ): Promise<Electron.HeadersReceivedResponse | undefined> {
    return this.ask(this.responses, details);
  }

  private set<D, R>(
    slot: Slot<D, R>,
    first: Electron.WebRequestFilter | Listener<D, R> | null,
    second?: Listener<D, R> | null,
  ): void {
    if (isFilter(first)) slot.registered = second ? register(first, second) : undefined;
    else slot.registered = first ? register(undefined, first) : undefined;
    this.onChange();
  }

  private ask<D extends { url: string; resourceType: string }, R>(
    slot: Slot<D, R>,
    details: D,
  ): Promise<R | undefined> {
    const { registered } = slot;
    if (!registered?.matches(details.url, details.resourceType)) return Promise.resolve(undefined);
    return new Promise((resolve) => registered.listener(details, resolve));
  }
}
