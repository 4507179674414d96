import { createServer } from 'node:http';

export interface Site {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** Paths asked for, with their query, oldest first. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A place with nobody listening: port 1 answers nowhere on loopback. */
export const NOWHERE = 'http://localhost:1/?code=abc&state=xyz';

const PAGES: Readonly<Record<string, string>> = {
  '/': '<title>Home</title><h1>Home</h1><a id="next" href="/next">next</a><a id="away" href="/redirect">away</a>',
  '/next': '<title>Next</title><h1>Next</h1>',
  '/retitle': '<title>First</title><script>document.title = "Second"</script>',
  '/frame': '<title>Frame</title><iframe src="/next"></iframe>',
  '/guarded':
    '<title>Guarded</title><input id="field"><script>addEventListener("beforeunload", (e) => { if (field.value) e.preventDefault(); })</script>',
};

/** A little web site on loopback. */
export async function openSite(): Promise<Site> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(`${url.pathname}${url.search}`);
    if (url.pathname === '/redirect') {
      response.writeHead(302, { location: NOWHERE }).end();
      return;
    }
    if (url.pathname === '/file') {
      response.writeHead(200, { 'content-disposition': 'attachment; filename="secret.txt"' }).end('secret');
      return;
    }
    if (url.pathname === '/cookie') response.setHeader('set-cookie', 'who=me');
    const page = url.pathname === '/cookie' ? `<h1>${request.headers.cookie ?? 'no cookie'}</h1>` : PAGES[url.pathname];
    response
      .writeHead(page === undefined ? 404 : 200, { 'content-type': 'text/html' })
      .end(page ?? '<h1>Not here</h1>');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
