import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';
import { memorySession } from '../system/locked-down';

const SCHEME = 'app';
/** The panel's one page. */
export const PANEL_URL = `${SCHEME}://panel/index.html`;

/** What the build makes, and nothing that could lead out of its folder. */
const OWN_FILE = /^\/(?:index\.(?<page>html)|assets\/[\w-]+\.(?<asset>js|css|woff2))$/;
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html',
  js: 'text/javascript',
  css: 'text/css',
  woff2: 'font/woff2',
};

/** What the page has where the nonce of its styles goes. */
const NONCE_HERE = '__CSP_NONCE__';

/**
 * Makes the panel an origin of its own. To be called before Electron is ready. Modules are fetched by the rules of `fetch` and of CORS, which the
 * scheme has to know; the content security policy lets nothing else be fetched.
 */
export function registerPanelScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true, corsEnabled: true };
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges }]);
}

/** The panel's session, the only one where the scheme has anything behind it: the renderer's files in `folder`. */
export function panelSession(folder: string): Session {
  const own = memorySession('panel');
  if (!own.protocol.isProtocolHandled(SCHEME)) own.protocol.handle(SCHEME, ({ url }) => serve(folder, new URL(url)));
  return own;
}

async function serve(folder: string, { host, pathname }: URL): Promise<Response> {
  const { page, asset } = OWN_FILE.exec(pathname)?.groups ?? {};
  const type = TYPES[page ?? asset ?? ''];
  if (host !== 'panel' || type === undefined) return new Response(null, { status: 404 });
  const file = await readFile(join(folder, pathname)).catch(() => null);
  if (file === null) return new Response(null, { status: 404 });
  const headers = { 'content-type': type, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' };
  if (page === undefined) return new Response(new Uint8Array(file), { headers });
  const nonce = randomBytes(16).toString('base64');
  return new Response(file.toString('utf8').replaceAll(NONCE_HERE, nonce), {
    headers: { ...headers, 'content-security-policy': policy(nonce) },
  });
}

function policy(nonce: string): string {
  return [
    "default-src 'none'; script-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'none'; object-src 'none'",
    `style-src 'self' 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  ].join('; ');
}
