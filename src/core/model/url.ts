/** `null`: it is none. In Node 20 and 22 `URL.canParse`, once compiled, errs about hosts beyond ASCII. */
export function parseUrl(text: string | URL): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
