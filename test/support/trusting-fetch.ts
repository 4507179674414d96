import { rootCertificates } from 'node:tls';
import { Agent, fetch as fetchThrough } from 'undici';
import { onTestFinished } from 'vitest';

/** A fetch that trusts one certificate authority (PEM) besides the usual ones, as the app's does for a custom cloud. */
export function trustingFetch(ca: string): typeof fetch {
  const dispatcher = new Agent({ connect: { ca: [...rootCertificates, ca] } });
  onTestFinished(() => dispatcher.destroy());
  return async (input, init) => {
    const { url, method, headers, body, signal, redirect } = new Request(input, init);
    const sent = body === null ? null : await new Response(body).text();
    const reply = await fetchThrough(url, { method, headers: [...headers], body: sent, signal, redirect, dispatcher });
    return new Response(await reply.text(), { status: reply.status, headers: [...reply.headers] });
  };
}
