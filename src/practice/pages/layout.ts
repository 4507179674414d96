import { createHash } from 'node:crypto';
import { PARTNER } from '../tenant/directory';
import { NO_STORE, type Reply } from '../wire/http';
import { type Html, html, Html as Raw } from './html';
import { STYLE } from './style';

/** A whole page. */
export interface Page {
  readonly title: string;
  /** Whose page it is; the partner's unless told otherwise. */
  readonly owner?: string;
  readonly content: Html;
  readonly status?: number;
  readonly wide?: boolean;
  /** One script, inline; nothing else may run. */
  readonly script?: string;
  /** Where forms lead, besides this origin: Chromium also checks the redirects that follow a form. */
  readonly leadsTo?: string;
  readonly headers?: Record<string, string>;
}

const FLASK = html`<svg width="18" height="18" viewBox="0 0 18 18" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M6.5 2h5M7.5 2v4.6L3.2 14a1.4 1.4 0 0 0 1.2 2.1h9.2a1.4 1.4 0 0 0 1.2-2.1L10.500 6.600V2M5.300 11h7.400"/></svg>`;

/** Renders a page under a content security policy that allows its own style and script and nothing else. */
export function page(shown: Page): Reply {
  const { title, owner = PARTNER.organization, content, status = 200, wide = false, script, leadsTo } = shown;
  const body = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Practice cloud, not Microsoft</title>
<style>${new Raw(STYLE)}</style>
</head>
<body>
<main class="${wide ? 'wide' : 'card'}">
<p class="tape">${FLASK}Practice cloud – not Microsoft</p>
<div class="in">
<p class="org">${owner}</p>
${content}
</div>
</main>
${script === undefined ? null : html`<script>${new Raw(script)}</script>`}
</body>
</html>
`;
  return {
    status,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      ...NO_STORE,
      'Content-Security-Policy': contentSecurityPolicy(script, leadsTo),
      'Referrer-Policy': 'no-referrer',
      'X-Frame-Options': 'DENY',
      ...shown.headers,
    },
    body: body.text,
  };
}

function contentSecurityPolicy(script: string | undefined, leadsTo: string | undefined): string {
  return [
    "default-src 'none'",
    `style-src ${hashSource(STYLE)}`,
    ...(script === undefined ? [] : [`script-src ${hashSource(script)}`]),
    `form-action 'self'${leadsTo === undefined ? '' : ` ${formTarget(leadsTo)}`}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

function hashSource(source: string): string {
  return `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
}

function formTarget(url: string): string {
  const { protocol, origin } = new URL(url);
  return protocol === 'http:' || protocol === 'https:' ? origin : protocol;
}
