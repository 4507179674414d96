/** A page as a browser without scripts sees it: forms can be filled in and sent, redirects to elsewhere are caught. */
export interface Shown {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
}

/** A browser of the test's own: cookies, forms, and redirects followed within the practice cloud only. */
export class Browser {
  readonly #cookies = new Map<string, string>();
  #shown: Shown | null = null;
  /** Where the browser was sent outside the practice cloud. */
  left: URL | null = null;

  /** @param userAgent What the browser says it is. */
  constructor(
    readonly origin: string,
    private readonly userAgent = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/150.0.0.0 Safari/537.36',
  ) {}

  get page(): Shown {
    if (this.#shown === null) throw new Error('No page is shown.');
    return this.#shown;
  }

  get title(): string {
    return text(/<h1[^>]*>([\s\S]*?)<\/h1>/.exec(this.page.html)?.[1] ?? '');
  }

  /** What the page says is wrong, or `null`. */
  get problem(): string | null {
    const said = /<p class="problem" role="alert"[^>]*>([\s\S]*?)<\/p>/.exec(this.page.html)?.[1];
    return said === undefined ? null : text(said);
  }

  /** What the page carries as JSON for a script of its own, as Entra ID's pages do. */
  get config(): unknown {
    const json = /<script>\/\/<!\[CDATA\[\n\$Config=(.*);\n\/\/\]\]><\/script>/.exec(this.page.html)?.[1];
    return json === undefined ? null : JSON.parse(json);
  }

  async open(url: string): Promise<this> {
    return this.#load(url, { method: 'GET' });
  }

  /** Fills in the page's main form and presses a button: the first, or the one named. */
  async submit(fields: Record<string, string>, action?: string): Promise<this> {
    const form = /<form class="main"[^>]*>[\s\S]*?<\/form>/.exec(this.page.html)?.[0];
    if (form === undefined) throw new Error(`No form on "${this.title}".`);
    const to = new URL(attribute(form, 'action') ?? '', this.page.url).href;
    const values = new URLSearchParams();
    for (const [input] of form.matchAll(/<input[^>]*>/g)) {
      const name = attribute(input, 'name');
      if (name !== null) values.set(name, attribute(input, 'value') ?? '');
    }
    for (const [name, value] of Object.entries(fields)) {
      if (!values.has(name)) throw new Error(`No field "${name}" on "${this.title}".`);
      values.set(name, value);
    }
    if (action !== undefined) {
      if (!this.page.html.includes(`name="action" value="${action}"`)) throw new Error(`No button "${action}".`);
      values.set('action', action);
    }
    return this.#load(to, { method: 'POST', body: values });
  }

  async #load(url: string, init: RequestInit): Promise<this> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { 'user-agent': this.userAgent, ...(cookie === '' ? {} : { cookie }) };
    const response = await fetch(url, { ...init, redirect: 'manual', headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null) {
      this.left = new URL(location, url);
      return this;
    }
    this.#shown = { url, status: response.status, html: await response.text(), headers: response.headers };
    return this;
  }
}

/** The value of an attribute of the first tag in `html`, or `null`. */
export function attribute(html: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(html)?.[1];
  return value === undefined ? null : text(value);
}

function text(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .trim();
}
