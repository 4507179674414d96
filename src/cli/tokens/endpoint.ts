import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type EpochMs, SECOND } from '../../core/model/time';
import { isSameText } from '../../platform/http/redirect';
import { hasBody, type LoopbackReply, LoopbackServer } from '../loopback/loopback-server';

/** A token for whoever asks the endpoint, or the HTTP status and the sentence that say why there is none. */
export type TokenReply =
  | { readonly ok: true; readonly accessToken: string; readonly expiresAt: EpochMs }
  | { readonly ok: false; readonly status: 400 | 403 | 503; readonly words: string };

export interface EndpointOptions {
  /** The connection's name and its application: the one identity that there is. */
  readonly name: string;
  readonly clientId: string;
  /** Gives a token of an API, by its address. Never rejects. */
  readonly tokenFor: (api: string) => Promise<TokenReply>;
}

/** A managed identity endpoint while it is open. */
export interface IdentityEndpoint {
  /** For `IDENTITY_ENDPOINT`. */
  readonly address: string;
  /** For `IDENTITY_HEADER`: who has it may have tokens. */
  readonly key: string;
  /** Cuts off whoever still asks. */
  close(): void;
}

const PATH = '/token';
const API_VERSION = '2019-08-01';
/** The connection's user is no managed identity, so it has none of these names. */
const OTHER_IDENTITIES = ['principal_id', 'object_id', 'mi_res_id', 'msi_res_id'];
/**
 * Opens a managed identity endpoint on a free port of 127.0.0.1, which answers as the one of App Service does. Rejects when there is no
 * port. Source: Microsoft Learn, "How to use managed identities for App Service and Azure Functions", "REST endpoint reference".
 */
export async function openIdentityEndpoint(options: EndpointOptions): Promise<IdentityEndpoint> {
  const endpoint = new Endpoint(options);
  await endpoint.open();
  return endpoint;
}

class Endpoint implements IdentityEndpoint {
  readonly key = randomBytes(32).toString('hex');
  #server: LoopbackServer | null = null;

  constructor(private readonly options: EndpointOptions) {}

  get address(): string {
    return `http://${this.#server?.host}${PATH}`;
  }

  async open(): Promise<void> {
    this.#server = await LoopbackServer.open({
      ...{ address: '127.0.0.1', port: 0, checkEvery: SECOND },
      reply: (request) => this.#reply(request),
      wrongHost: () => refuse(400, 'Wrong host.'),
    });
  }

  close(): void {
    this.#server?.close();
  }

  async #reply(request: IncomingMessage): Promise<LoopbackReply> {
    const given = request.headers['x-identity-header'];
    if (typeof given !== 'string' || !isSameText(given, this.key))
      return refuse(401, 'The X-IDENTITY-HEADER header is missing or wrong. Its value is in IDENTITY_HEADER.');
    const [path = '', ...rest] = (request.url ?? '').split('?');
    if (path !== PATH) return refuse(404, `There's nothing here. Tokens are at ${PATH}.`);
    if (request.method !== 'GET') return refuse(405, 'Only GET is supported.', { Allow: 'GET' });
    if (hasBody(request)) return refuse(400, "A request for a token doesn't have a body.");
    return this.#answer(new URLSearchParams(rest.join('?')));
  }

  async #answer(query: URLSearchParams): Promise<LoopbackReply> {
    const { name, clientId, tokenFor } = this.options;
    if (query.get('api-version') !== API_VERSION) return refuse(400, `The api-version must be ${API_VERSION}.`);
    const otherClient = query
      .getAll('client_id')
      .find((id) => id !== '' && id.toLowerCase() !== clientId.toLowerCase());
    if (otherClient !== undefined || OTHER_IDENTITIES.some((parameter) => query.get(parameter)))
      return refuse(400, `The only identity here is the user of ${name}. Leave out the ID of a managed identity.`);
    const [resource = '', ...more] = query.getAll('resource');
    if (resource === '' || more.length > 0)
      return refuse(400, 'Name one resource, such as resource=https://vault.azure.net.');
    const token = await tokenFor(resource);
    if (!token.ok) return refuse(token.status, token.words);
    return json(200, {
      access_token: token.accessToken,
      expires_on: String(Math.floor(token.expiresAt / 1000)),
      resource,
      token_type: 'Bearer',
      client_id: clientId,
    });
  }
}

/** As App Service says what is wrong, and as the SDKs read it: they print the `message`. */
function refuse(status: number, words: string, headers: Readonly<Record<string, string>> = {}): LoopbackReply {
  return { ...json(status, { statusCode: status, message: words, correlationId: randomUUID() }), headers };
}

function json(status: number, body: Readonly<Record<string, unknown>>): LoopbackReply {
  return { status, text: JSON.stringify(body) };
}
