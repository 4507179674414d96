import { createServer, type Server } from 'node:https';
import type { ElectronApplication } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { issue } from '../support/x509';
import { type RunningFixture, startFixture } from './start-fixture';

const authority = issue({ name: 'Test authority', isAuthority: true });
const leaf = issue({ name: 'login.test', issuer: authority, hosts: ['localhost', '127.0.0.1'] });
const expired = issue({ name: 'expired.test', hosts: ['localhost'], notAfter: new Date('2021-01-01T00:00:00Z') });

let fixture: RunningFixture;
let app: ElectronApplication;
const servers: Server[] = [];
let port: number;
let lapsedPort: number;
let asked: string[] = [];

async function serve(options: { key: string; cert: string }): Promise<number> {
  const server = createServer(options, (request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/away') {
      response.writeHead(302, { location: `https://localhost:${lapsedPort}/` }).end();
      return;
    }
    response.setHeader('content-type', 'text/html').end(`<h1>Secure</h1>${request.url === '/' ? PICTURE : ''}`);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
const PICTURE = '<img src="/picture">';

beforeAll(async () => {
  port = await serve({ key: leaf.key, cert: leaf.cert + authority.cert });
  lapsedPort = await serve(expired);
  fixture = await startFixture();
  app = fixture.app;
  await app.firstWindow();
});
afterAll(async () => {
  await fixture.stop();
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

type Answers = Readonly<Record<string, number>>;

/** A session whose proc answers by host name, and what came of a page and of a fetch of each address. */
function visit(partition: string, answers: Answers | null, ...addresses: readonly string[]) {
  asked = [];
  return app.evaluate(
    async ({ BrowserWindow, session }, given) => {
      const own = session.fromPartition(given.partition);
      const questions: Electron.Request[] = [];
      const { answers } = given;
      own.setCertificateVerifyProc(
        answers &&
          ((request, callback) => {
            questions.push(request);
            callback(answers[request.hostname] ?? -3);
          }),
      );
      const window = new BrowserWindow({ show: false, webPreferences: { session: own } });
      const pages: string[] = [];
      const fetched: string[] = [];
      for (const address of given.addresses) {
        const heading = () => window.webContents.executeJavaScript('document.querySelector("h1").textContent');
        const code = (error: unknown) =>
          error instanceof Error && 'code' in error ? String(error.code) : String(error);
        pages.push(await window.loadURL(address).then(heading, code));
        fetched.push(
          await own.fetch(address).then(
            async (reply) => `${reply.status} ${await reply.text()}`,
            (error) => String(error),
          ),
        );
      }
      window.destroy();
      return { pages, fetched, questions };
    },
    { partition, answers, addresses },
  );
}

describe('a certificate that nobody vouches for', () => {
  it('is refused without a verify proc', async () => {
    const { pages, fetched } = await visit('none', null, `https://localhost:${port}/`);
    expect(pages).toEqual(['ERR_CERT_AUTHORITY_INVALID']);
    expect(fetched).toEqual(['TypeError: fetch failed']);
    expect(asked).toEqual([]);
  });

  it('is refused when the verify proc leaves it to Chromium, which says why', async () => {
    const { pages, fetched } = await visit('usual', { localhost: -3 }, `https://localhost:${port}/`);
    expect(pages).toEqual(['ERR_CERT_AUTHORITY_INVALID']);
    expect(fetched).toEqual(['TypeError: fetch failed']);
    expect(asked).toEqual([]);
  });

  it('is refused when the verify proc refuses it', async () => {
    const { pages, fetched } = await visit('refusing', { localhost: -2 }, `https://localhost:${port}/`);
    expect(pages).toEqual(['ERR_FAILED']);
    expect(fetched).toEqual(['Error: net::ERR_FAILED']);
    expect(asked).toEqual([]);
  });

  it('is taken when the verify proc trusts it, with all that its page loads, and by fetch', async () => {
    const { pages, fetched } = await visit('trusting', { localhost: 0 }, `https://localhost:${port}/`);
    expect(pages).toEqual(['Secure']);
    expect(fetched).toEqual([`200 <h1>Secure</h1>${PICTURE}`]);
    expect(asked).toContain('/picture');
  });

  it('is taken for the server that is trusted only, in the same page', async () => {
    const addresses = [
      `https://127.0.0.1:${port}/plain`,
      `https://localhost:${port}/plain`,
      `https://127.0.0.1:${port}/plain`,
    ];
    const { pages } = await visit('one', { '127.0.0.1': 0 }, ...addresses);
    expect(pages).toEqual(['Secure', 'ERR_CERT_AUTHORITY_INVALID', 'Secure']);
  });

  it('is not taken because a trusted server redirects to it', async () => {
    const { pages, fetched } = await visit('redirected', { '127.0.0.1': 0 }, `https://127.0.0.1:${port}/away`);
    expect(pages).toEqual(['ERR_CERT_AUTHORITY_INVALID']);
    expect(fetched).toEqual(['TypeError: fetch failed']);
  });

  it('is refused again once the verify proc is taken away', async () => {
    await visit('for a while', { localhost: 0 }, `https://localhost:${port}/plain`);
    const { fetched } = await visit('for a while', null, `https://localhost:${port}/plain`);
    expect(fetched).toEqual(['TypeError: fetch failed']);
  });
});

describe('the question to the verify proc', () => {
  it('shows the certificate, its issuer, and what is wrong with it, once for each server', async () => {
    const address = `https://localhost:${port}/plain`;
    const { questions } = await visit('asking', {}, address, address);
    expect(questions).toHaveLength(1);
    const [question] = questions;
    expect(question).toMatchObject({
      hostname: 'localhost',
      isIssuedByKnownRoot: false,
      verificationResult: 'net::ERR_CERT_AUTHORITY_INVALID',
      errorCode: -202,
    });
    expect(question?.certificate).toMatchObject({
      subjectName: 'login.test',
      issuerName: 'Test authority',
      fingerprint: expect.stringMatching(/^sha256\/[A-Za-z0-9+/]{43}=$/),
      validStart: Date.parse('2020-01-01T00:00:00Z') / 1000,
      validExpiry: Date.parse('2049-01-01T00:00:00Z') / 1000,
      issuerCert: { subjectName: 'Test authority' },
    });
    const pem = (text: string | undefined) => text?.replace(/\s/g, '');
    expect(pem(question?.certificate.data)).toBe(pem(leaf.cert));
    expect(pem(question?.certificate.issuerCert.data)).toBe(pem(authority.cert));
    expect(question?.certificate.issuerCert).not.toHaveProperty('issuerCert');
  });

  it('names a certificate that has expired', async () => {
    const { questions } = await visit('expired', {}, `https://localhost:${lapsedPort}/`);
    expect(questions).toMatchObject([{ verificationResult: 'net::ERR_CERT_DATE_INVALID', errorCode: -201 }]);
  });

  it('does not come for a server that cannot be reached', async () => {
    const { pages, questions } = await visit('nobody', { localhost: 0 }, 'https://localhost:1/');
    expect(pages).toEqual(['ERR_UNSAFE_PORT']);
    expect(questions).toEqual([]);
  });
});

describe('net.fetch', () => {
  it('asks the verify proc of the default session', async () => {
    const texts = await app.evaluate(async ({ net, session }, address) => {
      const get = () =>
        net.fetch(address, { method: 'POST', body: 'x' }).then(
          (reply) => reply.text(),
          (error) => String(error),
        );
      const before = await get();
      session.defaultSession.setCertificateVerifyProc((_request, callback) => callback(0));
      const during = await get();
      session.defaultSession.setCertificateVerifyProc(null);
      return [before, during, await get()];
    }, `https://localhost:${port}/plain`);
    expect(texts).toEqual(['TypeError: fetch failed', '<h1>Secure</h1>', 'TypeError: fetch failed']);
  });
});
