/**
 * The URL that a text is, or `null`. It takes the place of `URL.canParse`, which in Node 20 and 22, once it is compiled, says yes to
 * hosts beyond ASCII that `new URL` throws at, and no to others that it takes.
 */
export function parseUrl(text: string | URL): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
