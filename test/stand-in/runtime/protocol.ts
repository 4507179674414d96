import { app } from './app';
import { addScheme, isOwnScheme } from './chromium/schemes';
import { NotInTheStandIn, refuseTheRest } from './refusal';

type Supported = 'handle' | 'isProtocolHandled' | 'unhandle';
type Handler = Parameters<Electron.Protocol['handle']>[1];

let areSchemesTold = false;

/** The protocols of one session. What handles a scheme in one session handles it in no other. */
export class ProtocolDouble implements Pick<Electron.Protocol, Supported> {
  private readonly handlers = new Map<string, Handler>();

  static create(): ProtocolDouble {
    return refuseTheRest('Protocol', new ProtocolDouble(), 'protocol');
  }

  handle(scheme: string, handler: Handler): void {
    if (!app.isElectronReady()) throw new Error('protocol.handle cannot be used before app is ready');
    if (!isOwnScheme(scheme))
      throw new NotInTheStandIn('protocol.handle for a scheme that is not registered as privileged');
    if (this.handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    this.handlers.set(scheme, handler);
  }

  unhandle(scheme: string): void {
    if (!this.handlers.delete(scheme)) throw new Error(`Failed to unhandle protocol: ${scheme}`);
  }

  isProtocolHandled(scheme: string): boolean {
    return this.handlers.has(scheme);
  }

  /** Whether a request goes to one of the app's own schemes, which has nothing but its handler behind it. */
  isFor(url: string): boolean {
    return isOwnScheme(new URL(url).protocol.slice(0, -1));
  }

  /** What the handler of its scheme answers; `null`: there is none. */
  async answer(url: string, method: string, headers: Record<string, string>): Promise<Response | null> {
    const handler = this.handlers.get(new URL(url).protocol.slice(0, -1));
    return handler ? handler(new Request(url, { method, headers })) : null;
  }
}

/** Says which schemes the app has. */
export function registerSchemesAsPrivileged(schemes: Electron.CustomScheme[]): void {
  if (app.isElectronReady())
    throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
  if (areSchemesTold) throw new Error('protocol.registerSchemesAsPrivileged can only be called once');
  areSchemesTold = true;
  for (const {
    scheme,
    privileges: { standard, secure, supportFetchAPI: _, corsEnabled: __, ...rest } = {},
  } of schemes) {
    if (!standard || !secure || Object.values(rest).includes(true) || /^(?:https?|file|data|blob)$/.test(scheme))
      throw new NotInTheStandIn(
        'protocol.registerSchemesAsPrivileged but with new schemes, standard and secure, for modules at most',
      );
    addScheme(scheme);
  }
}
