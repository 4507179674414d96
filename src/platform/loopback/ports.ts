import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';

/** Every port of 8400 to 8999 was taken, on the 127.0.0.1 or on the ::1 side. */
export class NoFreePortError extends Error {
  override readonly name = 'NoFreePortError';
  constructor(first: number, last: number) {
    super(`no port of ${first} to ${last} is free`);
  }
}

/** A port held on both loopback addresses, because a browser may take `localhost` for either. */
export interface HeldPort {
  readonly port: number;
  readonly servers: readonly Server[];
}

/**
 * Listens on the first port that is free on 127.0.0.1 and on ::1, or on 127.0.0.1 alone where there is no IPv6. On one side
 * alone another program could hold the other, and be given the answer. Rejects with {@link NoFreePortError}.
 */
export async function holdFreePort(
  range: { readonly first: number; readonly last: number },
  options: ServerOptions,
  serve: RequestListener,
): Promise<HeldPort> {
  for (let port = range.first; port <= range.last; port += 1) {
    const four = await listen('127.0.0.1', port, options, serve);
    if (typeof four === 'string') continue;
    const six = await listen('::1', port, options, serve);
    if (typeof six !== 'string') return { port, servers: [four, six] };
    if (NO_IPV6.has(six)) return { port, servers: [four] };
    await new Promise((closed) => four.close(closed));
  }
  throw new NoFreePortError(range.first, range.last);
}

/** What the system says of ::1 when it has no IPv6, or none on its loopback interface. */
const NO_IPV6: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EPROTONOSUPPORT']);

/** The server, or the error's code: `EADDRINUSE`, or `EACCES` where Windows has set the port aside. */
function listen(host: string, port: number, options: ServerOptions, serve: RequestListener): Promise<Server | string> {
  return new Promise((resolve) => {
    const server = createServer(options, serve);
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'UNKNOWN'));
    server.listen({ host, port, exclusive: true }, () => {
      server.removeAllListeners('error');
      // Trouble with a single connection must not end the app.
      server.on('error', () => {});
      resolve(server);
    });
  });
}
