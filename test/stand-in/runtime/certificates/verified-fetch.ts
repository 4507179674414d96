import type { buildConnector } from 'undici';
import type { CertificateVerifier } from './verifier';

/** Node's `fetch`; and where a verify proc is set, one that trusts and refuses what the proc does. Replies come whole. */
export async function verifiedFetch(
  verifier: CertificateVerifier,
  input: string | GlobalRequest,
  init?: RequestInit,
): Promise<GlobalResponse> {
  if (!verifier.isSet) return fetch(input, init);
  const undici = await import('undici');
  const request = new Request(input, init);
  const { method, redirect, signal } = request;
  const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
  const dispatcher = new undici.Agent({ connect: connectorFor(verifier, undici.buildConnector) });
  try {
    const headers = [...request.headers].map(([name, value]): [string, string] => [name, value]);
    const reply = await undici.fetch(request.url, { method, redirect, signal, body, headers, dispatcher });
    const { status, statusText } = reply;
    const content = reply.body === null ? null : await reply.arrayBuffer();
    return new Response(content, { status, statusText, headers: [...reply.headers] });
  } catch (error) {
    throw error instanceof Error && error.cause instanceof Refused ? error.cause : error;
  } finally {
    await dispatcher.destroy();
  }
}

class Refused extends Error {
  constructor() {
    super('net::ERR_FAILED');
  }
}

function connectorFor(verifier: CertificateVerifier, build: typeof buildConnector): ReturnType<typeof buildConnector> {
  const usual = build({});
  const trusting = build({ rejectUnauthorized: false });
  return (options, callback) => {
    if (options.protocol !== 'https:') return usual(options, callback);
    void verifier.judge(options.hostname, Number(options.port) || 443).then((verdict) => {
      if (verdict === 'refused') callback(new Refused(), null);
      else (verdict === 'trusted' ? trusting : usual)(options, callback);
    });
  };
}
