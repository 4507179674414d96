import type { Protocol } from 'devtools-protocol';
import { PageTrust } from './certificates/page-trust';
import type { CertificateVerifier } from './certificates/verifier';
import type { Session } from './chromium/connection';
import { OWN_SCHEMES } from './chromium/schemes';
import type { FrameTree } from './frames';
import type { ProtocolDouble } from './protocol';
import { asElectron } from './refusal';
import type { WebRequestDouble } from './web-request';

type Paused = Protocol.Fetch.RequestPausedEvent;
type ResourceType = Electron.OnBeforeRequestListenerDetails['resourceType'];

const RESOURCE_TYPES: Readonly<Record<string, ResourceType>> = {
  Stylesheet: 'stylesheet',
  Script: 'script',
  Image: 'image',
  Font: 'font',
  XHR: 'xhr',
  Fetch: 'xhr',
  Ping: 'ping',
  CSPViolationReport: 'cspReport',
  Media: 'media',
  WebSocket: 'webSocket',
};

export interface RequestWatcher {
  readonly frames: FrameTree;
  readonly webContents: Electron.WebContents;
  readonly webRequest: WebRequestDouble;
  readonly certificates: CertificateVerifier;
  readonly protocols: ProtocolDouble;
  /** Says whether a navigation may go on; called for each document request and each redirect of one. */
  allowsNavigation(navigation: {
    url: string;
    frameId: string;
    loaderId: string | undefined;
    isRedirect: boolean;
  }): boolean;
}

type HeaderEntry = { name: string; value: string };

function toEntries(headers: Record<string, string | string[]>): HeaderEntry[] {
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().map((one) => ({ name, value: one })));
}

function toLists(entries: readonly HeaderEntry[]): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const { name, value } of entries) lists[name] = [...(lists[name] ?? []), value];
  return lists;
}

let lastId = 0;

/** Sends each request of a page past its navigation guards and its session's webRequest listeners. */
export class RequestGate {
  private readonly ids = new Map<string, number>();
  private readonly trust: PageTrust;

  constructor(
    private readonly session: Session,
    private readonly watcher: RequestWatcher,
  ) {
    this.trust = new PageTrust(session, watcher.certificates);
    session.on('Fetch.requestPaused', (paused) => {
      // A page that closes meanwhile takes its requests along.
      this.decide(paused).catch(() => {});
    });
  }

  /** Asks Chromium to pause what somebody wants to see: documents always, the rest only with listeners or a verify proc. */
  enable(): Promise<unknown> {
    const { certificates, webRequest } = this.watcher;
    const { wantsRequests, wantsResponses } = webRequest;
    const patterns = [
      wantsRequests
        ? { urlPattern: '*', requestStage: 'Request' as const }
        : { urlPattern: '*', resourceType: 'Document' as const, requestStage: 'Request' as const },
      { urlPattern: OWN_SCHEMES, requestStage: 'Request' as const },
      ...(certificates.isSet ? [{ urlPattern: 'https://*', requestStage: 'Request' as const }] : []),
      ...(wantsResponses ? [{ urlPattern: '*', requestStage: 'Response' as const }] : []),
    ];
    return Promise.all([this.session.send('Fetch.enable', { patterns }), this.trust.refresh()]);
  }

  private details(paused: Paused): Electron.OnBeforeRequestListenerDetails {
    const { webContents, frames } = this.watcher;
    const key = paused.networkId ?? paused.requestId;
    const id = this.ids.get(key) ?? ++lastId;
    this.ids.set(key, id);
    const isMain = paused.frameId === frames.mainToken;
    const frame = frames.find(paused.frameId);
    return {
      id,
      url: paused.request.url + (paused.request.urlFragment ?? ''),
      method: paused.request.method,
      webContentsId: webContents.id,
      webContents,
      frame: frame ? asElectron<Electron.WebFrameMain>(frame) : null,
      resourceType:
        paused.resourceType === 'Document'
          ? isMain
            ? 'mainFrame'
            : 'subFrame'
          : (RESOURCE_TYPES[paused.resourceType] ?? 'other'),
      referrer: paused.request.headers.Referer ?? '',
      timestamp: Date.now(),
      uploadData: [],
    };
  }

  private async decide(paused: Paused): Promise<void> {
    const isResponse = paused.responseStatusCode !== undefined || paused.responseErrorReason !== undefined;
    if (isResponse) await this.decideResponse(paused);
    else await this.decideRequest(paused);
  }

  private async decideRequest(paused: Paused): Promise<void> {
    const { session, watcher } = this;
    const { requestId } = paused;
    const details = this.details(paused);
    if (paused.resourceType === 'Document') {
      const isRedirect = paused.redirectedRequestId !== undefined;
      const allowed = watcher.allowsNavigation({
        url: details.url,
        frameId: paused.frameId,
        loaderId: paused.networkId,
        isRedirect,
      });
      if (!allowed) {
        await session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' });
        return;
      }
    }
    const answer = await watcher.webRequest.askBeforeRequest(details);
    if (answer?.cancel) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    if (answer?.redirectURL) {
      await session.send('Fetch.fulfillRequest', {
        requestId,
        responseCode: 307,
        responseHeaders: [{ name: 'Location', value: answer.redirectURL }],
      });
      return;
    }
    const sending = await watcher.webRequest.askBeforeSendHeaders({
      ...details,
      requestHeaders: { ...paused.request.headers },
    });
    if (sending?.cancel) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    if (watcher.protocols.isFor(details.url)) return this.fulfill(paused, details.url);
    if (!(await this.trust.allows(details.url, paused.resourceType === 'Document'))) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
      return;
    }
    await session.send('Fetch.continueRequest', {
      requestId,
      ...(sending?.requestHeaders ? { headers: toEntries(sending.requestHeaders) } : {}),
    });
  }

  private async fulfill({ requestId, request }: Paused, url: string): Promise<void> {
    const response = await this.watcher.protocols.answer(url, request.method, request.headers).catch(() => null);
    if (response === null) {
      await this.session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' });
      return;
    }
    await this.session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: [...response.headers].map(([name, value]) => ({ name, value })),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
    });
  }

  private async decideResponse(paused: Paused): Promise<void> {
    const { session, watcher } = this;
    const { requestId, responseStatusCode: statusCode = 0, responseStatusText = '' } = paused;
    if (paused.responseErrorReason) {
      await session.send('Fetch.continueRequest', { requestId });
      return;
    }
    const { uploadData: _, ...details } = this.details(paused);
    const answer = await watcher.webRequest.askHeadersReceived({
      ...details,
      statusCode,
      statusLine: `HTTP/1.1 ${statusCode} ${responseStatusText}`.trim(),
      responseHeaders: toLists(paused.responseHeaders ?? []),
    });
    if (answer?.cancel) {
      await session.send('Fetch.failRequest', { requestId, errorReason: 'BlockedByClient' });
      return;
    }
    const responseCode = answer?.statusLine
      ? Number(/ (\d{3})/.exec(answer.statusLine)?.[1] ?? statusCode)
      : statusCode;
    await session.send('Fetch.continueResponse', {
      requestId,
      ...(answer?.responseHeaders ? { responseCode, responseHeaders: toEntries(answer.responseHeaders) } : {}),
    });
  }
}
