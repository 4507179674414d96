import { createHash } from 'node:crypto';

/** A page that the browser is left with. Whole in itself, no script, and nothing in it comes from the request. */
export interface Page {
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

const STYLE = `
:root { color-scheme: light dark; --back: #f3f4f7; --card: #ffffff; --text: #1b1d23; --soft: #5b606b; --line: #e3e5ea; --good: #0e7a3f; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --back: #17181c; --card: #212329; --text: #f1f2f5; --soft: #a9afbb; --line: #34373f; --good: #5fd08f; --bad: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px; background: var(--back); color: var(--text);
  font: 16px/1.5 "Segoe UI Variable Text", "Segoe UI", -apple-system, BlinkMacSystemFont, Cantarell, "Noto Sans", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 26rem; padding: 40px 36px 32px; text-align: center; background: var(--card); border: 1px solid var(--line); border-radius: 12px; }
svg { width: 56px; height: 56px; fill: none; stroke: currentColor; stroke-width: 3; stroke-linecap: round; stroke-linejoin: round; }
.good svg { color: var(--good); }
.bad svg { color: var(--bad); }
h1 { margin: 20px 0 8px; font-size: 1.375rem; line-height: 1.3; font-weight: 600; }
p { margin: 0; color: var(--soft); }
footer { margin-top: 28px; padding-top: 16px; border-top: 1px solid var(--line); font-size: .8125rem; color: var(--soft); }
`;

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** On everything that is sent, so that nothing is kept, embedded, guessed at or passed on. */
export const SAFE_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

export const GOOD_PAGE = page(
  'good',
  '<path d="M17 29l7.5 7.5L40 20"/>',
  'You can close this page',
  'Partner Token Tray received your sign-in and continues automatically.',
);

export const BAD_PAGE = page(
  'bad',
  '<path d="M28 17v14M28 38.5v.5"/>',
  "The sign-in didn't work",
  'Go back to Partner Token Tray to see what happened and what to do. You can close this page.',
);

function page(kind: 'good' | 'bad', drawing: string, title: string, text: string): Page {
  const icon = `<svg viewBox="0 0 56 56" aria-hidden="true"><circle cx="28" cy="28" r="26"/>${drawing}</svg>`;
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<main class="${kind}">${icon}<h1>${title}</h1><p>${text}</p><footer>Partner Token Tray, on this computer</footer></main>
</body>
</html>
`;
  return { html, headers: { ...SAFE_HEADERS, 'Content-Type': 'text/html; charset=utf-8', Connection: 'close' } };
}
