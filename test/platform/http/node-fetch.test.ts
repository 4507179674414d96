import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import * as tls from 'node:tls';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { classify } from '../../../src/core/failures/classify';
import { networkCode } from '../../../src/platform/http/network-code';
import { createNodeFetch } from '../../../src/platform/http/node-fetch';
import { chooseProxy } from '../../../src/platform/http/proxy-choice';
import { programOf } from '../../support/programs';
import { issue } from '../../support/x509';

const authority = issue({ name: 'Test authority', isAuthority: true });
const stranger = issue({ name: 'Another authority', isAuthority: true });
const certificate = issue({
  name: 'login.example',
  issuer: authority,
  hosts: ['login.example', 'localhost', '127.0.0.1'],
});

async function portOf(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  return address.port;
}

/** A sign-in host that answers with what it was sent. */
function serveTls(): Promise<number> {
  return portOf(
    createHttpsServer({ key: certificate.key, cert: certificate.cert }, async (request, response) => {
      const { method, url, headers } = request;
      if (url === '/moved') return response.writeHead(302, { location: 'https://elsewhere.example/' }).end();
      if (url === '/nothing') return response.writeHead(204).end();
      response.writeHead(200, { 'x-reply': 'yes', 'retry-after': '7' });
      return response.end(
        JSON.stringify({ method, url, host: headers.host, agent: headers['x-test'], body: await text(request) }),
      );
    }),
  );
}

interface TestProxy {
  readonly port: number;
  /** What it was asked to connect to. */
  readonly asked: string[];
  readonly passwords: Array<string | undefined>;
}

/** A proxy for CONNECT: whatever it is asked for, it leads to `target`; or it refuses with a status. */
async function serveProxy(end: { target: number } | { status: number }, secure = false): Promise<TestProxy> {
  const asked: string[] = [];
  const passwords: Array<string | undefined> = [];
  const server = secure ? createHttpsServer({ key: certificate.key, cert: certificate.cert }) : createHttpServer();
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    asked.push(request.url ?? '');
    passwords.push(request.headers['proxy-authorization']);
    client.on('error', () => {});
    if ('status' in end) {
      client.end(`HTTP/1.1 ${end.status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const onward = connect(end.target, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(client).pipe(onward);
    });
    onward.on('error', () => client.destroy());
    onTestFinished(() => {
      onward.destroy();
    });
  });
  return { port: await portOf(server), asked, passwords };
}

/** The code a person would see. */
async function codeOf(attempt: Promise<unknown>): Promise<string> {
  const error = await attempt.then(
    () => new Error('it worked'),
    (reason: unknown) => reason,
  );
  return classify({ kind: 'network', code: networkCode(error) }, 0).code;
}

describe('through a proxy', () => {
  it('a request goes to the right host by name, with its method, headers and body, and the reply comes back whole', async () => {
    const proxy = await serveProxy({ target: await serveTls() });
    const get = createNodeFetch({
      environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` },
      extraCa: authority.cert,
    });
    const response = await get('https://login.example/token?x=1', {
      method: 'POST',
      headers: { 'x-test': 'me' },
      body: 'grant_type=refresh_token',
    });
    expect(response.status).toBe(200);
    expect([response.headers.get('x-reply'), response.headers.get('retry-after')]).toEqual(['yes', '7']);
    expect(await response.json()).toEqual({
      method: 'POST',
      url: '/token?x=1',
      host: 'login.example',
      agent: 'me',
      body: 'grant_type=refresh_token',
    });
    expect(proxy.asked).toEqual(['login.example:443']);
  });

  it('a redirect is not followed when it shall not be, and a reply without a body has none', async () => {
    const proxy = await serveProxy({ target: await serveTls() });
    const get = createNodeFetch({ environment: { https_proxy: `127.0.0.1:${proxy.port}` }, extraCa: authority.cert });
    const moved = await get('https://login.example/moved', { redirect: 'manual' });
    expect([moved.status, moved.headers.get('location')]).toEqual([302, 'https://elsewhere.example/']);
    const nothing = await get('https://login.example/nothing');
    expect([nothing.status, await nothing.text()]).toEqual([204, '']);
  });

  it('the proxy gets the user and password of its address, and nobody else does', async () => {
    const proxy = await serveProxy({ target: await serveTls() });
    const get = createNodeFetch({
      environment: { HTTPS_PROXY: `http://user:p%40ss@127.0.0.1:${proxy.port}` },
      extraCa: authority.cert,
    });
    await (await get('https://login.example/')).text();
    expect(proxy.passwords).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]);
  });

  it('a proxy that speaks TLS is trusted by the extra authority too', async () => {
    const proxy = await serveProxy({ target: await serveTls() }, true);
    const get = createNodeFetch({
      environment: { HTTPS_PROXY: `https://localhost:${proxy.port}` },
      extraCa: authority.cert,
    });
    expect((await get('https://login.example/')).status).toBe(200);
    expect(proxy.asked).toEqual(['login.example:443']);
  });

  it.each([
    [407, 'that requires a password'],
    [403, 'that does not allow the host'],
    [502, 'that cannot reach the host'],
  ])('%i of a proxy %s is the proxy’s trouble', async (status) => {
    const proxy = await serveProxy({ status });
    const get = createNodeFetch({ environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` } });
    expect(await codeOf(get('https://login.example/'))).toBe('network/proxy');
  });

  it.each([
    ['is not there', 'http://127.0.0.1:1'],
    ['has a name that nobody knows', 'http://proxy.invalid:8080'],
    ['is no address', 'http://:::'],
    ['is of another kind', 'socks5://127.0.0.1:1080'],
  ])('a proxy that %s is the proxy’s trouble, and the message has no password', async (_what, address) => {
    const withPassword = address.replace('://', '://user:topsecret@');
    const get = createNodeFetch({ environment: { HTTPS_PROXY: withPassword } });
    const attempt = get('https://login.example/');
    expect(await codeOf(attempt)).toBe('network/proxy');
    const told = await attempt.catch((error: Error) => `${error.stack} ${String(error.cause)}`);
    expect(told).not.toContain('topsecret');
  });

  it('a host behind the proxy with a certificate that nobody vouches for is not', async () => {
    const proxy = await serveProxy({ target: await serveTls() });
    const get = createNodeFetch({ environment: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` } });
    expect(await codeOf(get('https://login.example/'))).toBe('network/certificate');
  });

  it('giving up is giving up, and no trouble of the proxy', async () => {
    const server = createHttpServer();
    server.on('connect', () => {});
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${await portOf(server)}` };
    const attempt = createNodeFetch({ environment })('https://login.example/', { signal: AbortSignal.timeout(50) });
    expect(await codeOf(attempt)).toBe('network/timeout');
  });
});

describe('without a proxy', () => {
  it('an extra authority is trusted by the fetch that was given it, and by no other', async () => {
    const url = `https://127.0.0.1:${await serveTls()}/`;
    const told = createNodeFetch({ environment: {}, extraCa: authority.cert });
    expect((await told(url)).status).toBe(200);
    expect(await codeOf(createNodeFetch({ environment: {} })(url))).toBe('network/certificate');
    expect(await codeOf(createNodeFetch({ environment: {}, extraCa: stranger.cert })(url))).toBe('network/certificate');
  });

  it('this computer is reached directly, whatever the environment says', async () => {
    const proxy = await serveProxy({ status: 500 });
    const server = await portOf(createHttpServer((_request, response) => response.end('here')));
    const address = `http://127.0.0.1:${proxy.port}`;
    const get = createNodeFetch({ environment: { HTTP_PROXY: address, HTTPS_PROXY: address } });
    expect(await (await get(`http://127.0.0.1:${server}/`)).text()).toBe('here');
    expect(proxy.asked).toEqual([]);
  });

  /** Fetches with an environment in which the authority is in a file. */
  const runWithFile = async (named: 'NODE_EXTRA_CA_CERTS' | 'SSL_CERT_FILE' | null, extraCa: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'node-fetch-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'authority.pem');
    await writeFile(file, authority.cert);
    const url = `https://127.0.0.1:${await serveTls()}/`;
    const { execArgv, script } = programOf('platform/http/node-fetch-process');
    const { stdout } = await promisify(execFile)(process.execPath, [...execArgv, script, url, extraCa], {
      env: { PATH: process.env.PATH ?? '', ...(named === null ? {} : { [named]: file }) },
    });
    return stdout;
  };
  const HOW: Array<[string, string]> = [
    ['alone', ''],
    ['beside an extra authority', stranger.cert],
  ];

  it.each(HOW)('NODE_EXTRA_CA_CERTS is heeded, %s', async (_how, extraCa) => {
    expect(await runWithFile('NODE_EXTRA_CA_CERTS', extraCa)).toMatch(/^200 /);
    expect(await runWithFile(null, extraCa)).toMatch(/^failed: .*(?:certificate|CERT)/);
  });

  // On Linux the system's are in the file that SSL_CERT_FILE names.
  const canTell = 'getCACertificates' in tls && process.platform === 'linux';
  it.runIf(canTell).each(HOW)('what the system trusts is trusted, where Node can tell, %s', async (_how, extraCa) => {
    expect(await runWithFile('SSL_CERT_FILE', extraCa)).toMatch(/^200 /);
  });
});

describe('which proxy', () => {
  const proxyFor = (url: string, environment: Record<string, string>) =>
    chooseProxy(new URL(url), environment)?.host ?? null;

  it.each<[string, Record<string, string>, string | null]>([
    ['https://a.example/', {}, null],
    ['https://a.example/', { HTTPS_PROXY: 'http://p:1' }, 'p:1'],
    ['https://a.example/', { https_proxy: 'http://low:1', HTTPS_PROXY: 'http://UP:1' }, 'low:1'],
    ['https://a.example/', { HTTP_PROXY: 'http://p:1' }, 'p:1'],
    ['http://a.example/', { HTTPS_PROXY: 'http://p:1' }, null],
    ['https://a.example/', { HTTPS_PROXY: '  ' }, null],
    ['https://a.example/', { HTTPS_PROXY: 'p:8080' }, 'p:8080'],
    ['https://a.example/', { HTTPS_PROXY: 'http://[::2]:8080' }, '[::2]:8080'],
  ])('%s with %j goes through %j', (url, environment, proxy) => {
    expect(proxyFor(url, environment)).toBe(proxy);
  });

  it.each([
    ['*', 'https://a.example/', false],
    ['a.example', 'https://a.example/', false],
    ['A.Example', 'https://a.example/', false],
    ['example', 'https://a.example/', false],
    ['.example', 'https://a.example/', false],
    ['*.example', 'https://a.example/', false],
    ['ample', 'https://a.example/', true],
    ['b.example, a.example', 'https://a.example/', false],
    ['b.example  a.example', 'https://a.example/', false],
    ['a.example:443', 'https://a.example/', false],
    ['a.example:8443', 'https://a.example/', true],
    ['a.example:8443', 'https://a.example:8443/', false],
    ['10.1.2.3', 'https://10.1.2.3/', false],
    ['2001:db8::1', 'https://[2001:db8::1]/', false],
    ['[2001:db8::1]:443', 'https://[2001:db8::1]/', false],
    ['', 'https://a.example/', true],
    [' , ,', 'https://a.example/', true],
  ])('NO_PROXY=%j for %s: through the proxy is %j', (rules, url, isProxied) => {
    for (const name of ['no_proxy', 'NO_PROXY'])
      expect(proxyFor(url, { HTTPS_PROXY: 'http://p:1', [name]: rules }) !== null).toBe(isProxied);
  });

  it.each(['https://localhost/', 'https://dev.localhost/', 'https://127.8.8.8/', 'https://[::1]/'])(
    '%s is this computer, and needs none',
    (url) => {
      expect(proxyFor(url, { HTTPS_PROXY: 'http://p:1' })).toBeNull();
    },
  );
});
